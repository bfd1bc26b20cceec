"""What ``training.presence`` learns from: writing put on photographs, and what the reader reads."""
