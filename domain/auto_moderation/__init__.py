"""Rules by which messages and names are judged before anyone sees them."""
