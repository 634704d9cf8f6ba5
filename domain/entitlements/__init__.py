"""SKUs of applications, and who is entitled to them."""
