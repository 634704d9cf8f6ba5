"""What applications say of their users, for roles to ask for: metadata records, and each user's values."""
