"""Numbers on the command line, each within its bounds."""

import argparse


def count(text: str) -> int:
    """Processes: 1 to 64."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 64")
    return int(text)


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


def seconds(text: str) -> float:
    """From 1 to 3600."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("a number of seconds from 1 to 3600, such as 10")
    return seconds


def soon(text: str) -> float:
    """Seconds from 0 to 60."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 60:
        raise argparse.ArgumentTypeError("a number of seconds from 0 to 60, such as 3")
    return seconds


def few(text: str) -> int:
    """From 1 to 64."""
    return _number(text, 64)


def several(text: str) -> int:
    """From 1 to 1000."""
    return _number(text, 1000)


def _number(text: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"a number from 1 to {most}")
    return int(text)
