"""How a guild welcomes new members: its welcome screen, and the questions it asks."""
