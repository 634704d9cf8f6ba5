"""Where applications are installed: in which guilds, and for which users."""
