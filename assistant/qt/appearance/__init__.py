"""Colours and letters, from the settings and from the desktop's wishes."""
