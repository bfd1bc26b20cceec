"""The user's own things: taught from a few views, recognised again, kept on this computer.

``backbone`` makes numbers of a picture, ``space`` compares them, ``prototypes`` sets thresholds,
``store`` keeps things, ``recogniser`` finds them, ``lesson`` teaches.
"""
