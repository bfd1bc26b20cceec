"""Evidence that needs no learning of ours: one file a sense, one registry line."""
