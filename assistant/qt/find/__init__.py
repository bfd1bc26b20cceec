"""Finding pictures: searching them, and the folders that are indexed."""
