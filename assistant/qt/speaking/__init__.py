"""Speaking: by a screen reader, told in the way that it understands, or our own voice."""
