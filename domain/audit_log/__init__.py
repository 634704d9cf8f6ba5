"""The audit log of guilds: who changed what, and why."""
