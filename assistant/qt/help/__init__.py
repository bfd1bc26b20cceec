"""The help window: its pages, and searching in them."""
