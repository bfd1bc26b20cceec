"""The film window: a film is played, and its descriptions are spoken at the right moments."""
