"""Where faces may be: what is learnt from, as the network sees it, and the network."""
