"""Users: people and bots, their names, tokens and passwords."""
