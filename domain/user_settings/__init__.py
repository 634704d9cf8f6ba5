"""What a user has set for himself: settings, notifications, notes."""
