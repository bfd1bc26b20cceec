"""Hostile pictures and hostile text through the command line and the window.

``python -m tests.benchmarks.fuzz [--files 2000] [--strings 500] [--seed 1] [PART…]``
"""
