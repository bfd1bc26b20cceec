"""The truth table: what Glimpse says of degraded and special pictures whose truth is known.

``python -m tests.benchmarks.truth [PART…]``. A part is a module of this package with
``rows() -> Iterator[Row]``.
"""
