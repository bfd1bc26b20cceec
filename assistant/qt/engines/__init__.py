"""Engines in the window: Describe at length (Ctrl+D), questions to them, and their page."""
