"""What can be typed about things of one's own."""

import argparse


def add_steps(command: argparse.ArgumentParser) -> None:
    """The steps of ``glimpse teach``."""
    steps = command.add_subparsers(title="steps", metavar="STEP", dest="step", required=True)
    step = steps.add_parser("add", help="learn a thing from pictures of it, or more of one")
    step.add_argument("name", metavar="NAME", help='such as "red mug"')
    step.add_argument("paths", nargs="+", metavar="PATH", help="picture, or folder of pictures")
    step = steps.add_parser("list", help="what was taught, and where it lies")
    step.add_argument("--json", action="store_true", help="one JSON object")
    step = steps.add_parser("rename", help="call a thing something else")
    step.add_argument("name", metavar="OLD")
    step.add_argument("new", metavar="NEW")
    step = steps.add_parser("delete", help="forget a thing, with its pictures")
    step.add_argument("name", metavar="NAME")
    step.add_argument("--yes", action="store_true", help="do not ask")
    step = steps.add_parser("export", help="save things with their pictures")
    step.add_argument("file", metavar="FILE", help="a new .zip file")
    step.add_argument("names", nargs="*", metavar="NAME", help="all, if none is named")
    step = steps.add_parser("import", help="learn the things of an exported file, too")
    step.add_argument("file", metavar="FILE", help="a .zip file that Glimpse exported")
