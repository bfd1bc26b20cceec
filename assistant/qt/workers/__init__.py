"""Work in threads of its own: long jobs, and workers for which only the newest counts."""
