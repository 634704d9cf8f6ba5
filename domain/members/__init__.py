"""Members: users in a guild, with the names, roles and restrictions that they have there."""
