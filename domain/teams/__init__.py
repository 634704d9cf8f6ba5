"""Teams: several users who own applications together."""
