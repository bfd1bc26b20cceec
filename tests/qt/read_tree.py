"""Prints what a screen reader finds in Glimpse's window: JSON [role, name, description] lines.

Run by the system's Python, where pyatspi is: ``python3 read_tree.py``.
"""

import json
import time

import pyatspi


def find() -> object:
    for _ in range(1600):
        for app in pyatspi.Registry.getDesktop(0):
            if app and app.name == "Glimpse" and app.childCount:
                return app
        time.sleep(0.05)
    raise SystemExit("no Glimpse on the accessibility bus")


def tell(node: object) -> None:
    states = node.getState()
    if states.contains(pyatspi.STATE_FOCUSABLE) or node.getRoleName() in ("menu", "menu item"):
        print(json.dumps([node.getRoleName(), node.name, node.description]))
    for child in node:
        tell(child)


tell(find())
