"""Options of ``glimpse screen``: which part of the screen, and what is done with it."""

import argparse

from assistant.cli import numbers


def add(command: argparse.ArgumentParser) -> None:
    """Add what is peculiar to that command."""
    place = command.add_mutually_exclusive_group()
    place.add_argument(
        "--window",
        metavar="TITLE",
        nargs="?",
        const="",
        help="the window in front (as without any of these), or the one with TITLE in its title",
    )
    place.add_argument(
        "--region",
        metavar="PART",
        help="a part: left, right, top, bottom, top left, middle and so on; LEFT,TOP,WIDTH,HEIGHT "
        "in pixels or per cent; or last, the one that was chosen last in the window",
    )
    place.add_argument("--all", action="store_true", help="the whole screen")
    command.add_argument(
        "--wait",
        metavar="SECONDS",
        type=numbers.seconds(0, 60, such=3),
        default=0.0,
        help="look only then, so that another window can be brought to the front (0)",
    )
    work = command.add_mutually_exclusive_group()
    work.add_argument("--read", action="store_true", help="read all the text in it, instead")
    work.add_argument(
        "--ask", metavar="QUESTION", help='answer a question about it, instead: "is there a dog?"'
    )
