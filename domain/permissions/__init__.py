"""Who may do what, where: the documented algorithm as pure functions over compact state."""
