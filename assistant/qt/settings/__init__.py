"""Preferences: the settings as the window sees them, and the pages on which they are changed."""
