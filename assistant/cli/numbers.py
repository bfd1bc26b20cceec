"""Numbers on the command line, each within its bounds."""

import argparse
from collections.abc import Callable


def whole(most: int) -> Callable[[str], int]:
    """Whole numbers from 1 to ``most``."""

    def number(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {most}")
        return int(text)

    return number


def seconds(least: int, most: int, such: int) -> Callable[[str], float]:
    """Seconds from ``least`` to ``most``, such as ``such``."""

    def number(text: str) -> float:
        try:
            if least <= float(text) <= most:
                return float(text)
        except ValueError:
            pass
        told = f"a number of seconds from {least} to {most}, such as {such}"
        raise argparse.ArgumentTypeError(told)

    return number


def page(text: str) -> tuple[int, int | None]:
    """The number of a page as a range."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no page; pages are counted from 1")
    return int(text), int(text)


def page_range(text: str) -> tuple[int, int | None]:
    """Numbers such as "2-4", "3-" or "5"."""
    first, dash, last = text.partition("-")
    if not dash:
        return page(text)
    start, end = page(first)[0], page(last)[0] if last else None
    if end is not None and end < start:
        raise argparse.ArgumentTypeError(f"{text!r} ends before it begins; write it as in 2-4")
    return start, end
