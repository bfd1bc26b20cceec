"""Glimpse tells blind and low-vision people what a picture or a camera shows."""

import os

__version__ = "0.1.0"

# Read when NumPy is loaded. Its products are small here: with several threads they are no sooner
# done, and those that wait for the next one spin on a core that the networks need.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
