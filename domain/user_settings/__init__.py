"""User settings: what users choose for their account and for the guilds they are in, and their notes on others."""
