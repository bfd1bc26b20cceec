"""Judging: what is true of a picture, what was said of it, and how sure a score makes."""
