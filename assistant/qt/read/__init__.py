"""Reading: the whole page that a picture shows, in a window of its own."""
