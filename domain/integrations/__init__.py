"""The integrations of guilds: the applications in them."""
