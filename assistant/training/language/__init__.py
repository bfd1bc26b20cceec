"""The language model: captions read as clauses, stories made of them, and its training."""
