"""SKUs, which are what applications offer, and entitlements, which say who has them."""
