"""Who is in which voice channel, and how."""
