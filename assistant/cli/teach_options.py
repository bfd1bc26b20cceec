"""Options about things of one's own."""

import argparse

from assistant.cli.steps import steps_of


def add_steps(command: argparse.ArgumentParser) -> None:
    """The steps of ``glimpse teach``."""
    add = steps_of(command)
    step = add("add", "learn a thing from pictures of it, or more of one")
    step.add_argument("name", metavar="NAME", help='such as "red mug"')
    step.add_argument("paths", nargs="+", metavar="PATH", help="picture, or folder of pictures")
    step = add("list", "what was taught, and where it lies")
    step.add_argument("--json", action="store_true", help="one JSON object")
    step = add("rename", "call a thing something else")
    step.add_argument("name", metavar="OLD", help="its name until now")
    step.add_argument("new", metavar="NEW", help="its new name")
    step = add("delete", "forget a thing, with its pictures")
    step.add_argument("name", metavar="NAME", help="its name, as in: glimpse teach list")
    step.add_argument("--yes", action="store_true", help="do not ask")
    step = add("export", "save things with their pictures")
    step.add_argument("file", metavar="FILE", help="a new .zip file")
    step.add_argument("names", nargs="*", metavar="NAME", help="all, if none is named")
    step = add("import", "learn the things of an exported file, too")
    step.add_argument("file", metavar="FILE", help="a .zip file that Glimpse exported")
