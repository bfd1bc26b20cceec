"""Parts of the film window."""
