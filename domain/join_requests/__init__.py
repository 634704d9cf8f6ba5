"""Who asks to become a member, and what a guild wants to know of him."""
