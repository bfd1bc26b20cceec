"""Questions about the picture: typed, asked of one place with the arrow keys, or of its colour."""
