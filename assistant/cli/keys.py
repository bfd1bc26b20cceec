"""``glimpse keys``: everything that the window can do, with its key."""

import argparse
from itertools import groupby

from assistant.cli import output
from assistant.keys import ACTIONS


def run(_arguments: argparse.Namespace) -> int:
    """Print all actions under their menus, with the keys as the user has set them."""
    changed = output.settings_told()["shortcuts"]
    for menu, rows in groupby(ACTIONS, key=lambda row: row.menu):
        output.result(f"{menu.replace('&', '')} menu")
        for row in rows:
            key = changed.get(row.name, row.shortcut) or "no key"
            output.result(f"{key}: {row.plain}. {row.help}")
        output.result("")
    return 0
