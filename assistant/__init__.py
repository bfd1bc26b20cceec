"""Glimpse tells blind and low-vision people what a picture or a camera shows."""

__version__ = "0.1.0"
