"""Activities: applications that run in a channel. Only what the platform knows of them, not what they show."""
