"""Teams: who develops applications together."""
