"""Controls and windows' habits that several windows share."""
