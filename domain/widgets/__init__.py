"""What a guild shows of itself on other sites."""
