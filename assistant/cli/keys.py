"""``glimpse keys``: everything that the window can do, with its key."""

import argparse

from assistant.cli import output
from assistant.keys import by_menu


def run(arguments: argparse.Namespace) -> int:
    """Print all actions under their menus, with the keys as the user has set them."""
    for menu, actions in by_menu(arguments.settings["shortcuts"]):
        output.result(f"{menu} menu")
        for key, does in actions:
            output.result(f"{key}: {does}")
        output.result("")
    return 0
