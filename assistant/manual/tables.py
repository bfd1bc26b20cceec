"""Tables that the program makes of itself, in Markdown, for the pages of help."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from assistant import errors, senses, settings
from assistant.errors import AssistantError
from assistant.keys import by_menu
from assistant.pipeline import nouns

_HELP = ("-h", "--help")


def all_tables(parser: argparse.ArgumentParser) -> dict[str, str]:
    """Each table by the name that stands in its mark.

    Args:
        parser: the whole command line.
    """
    return {
        "keys": keys({}),
        "preferences": preferences(),
        "senses": senses_told(),
        "options": options(parser),
        "exit codes": exit_codes(),
    }


def keys(changed: Mapping[str, str]) -> str:
    """All actions of the window under their menus.

    Args:
        changed: action name → key, for those that the user has changed.
    """
    head = ("Key", "Does")
    parts = (f"## {menu}\n\n{_table(head, actions)}" for menu, actions in by_menu(changed))
    return "\n\n".join(parts)


def preferences() -> str:
    """The settings under the pages of the Preferences window."""
    shown = (row for row in settings.SETTINGS if row.section)
    parts = []
    for section, rows in groupby(shown, key=lambda row: row.section):
        table = _table(
            ("Setting", "What it is"), ((row.label.replace("&", ""), row.help) for row in rows)
        )
        parts.append(f"## {section}\n\n{table}")
    return "\n\n".join(parts)


def senses_told() -> str:
    """The senses, and whether they can be switched off."""
    return _table(
        ("Sense", "Does"),
        ((f"{s.name} (always on)" if s.always else s.name, s.help) for s in senses.SENSES),
    )


def exit_codes() -> str:
    """The exit codes of ``glimpse``."""
    kinds = {0: "Done.", 1: "Something else went wrong.", 2: "The command line is wrong."}
    own = [kind for kind in AssistantError.__subclasses__() if kind.__module__ == errors.__name__]
    for kind in own:  # others are told as one of these, or by 1
        kinds[kind.exit_code] = str(kind.__doc__).partition("\n")[0]
    return _table(("Exit code", "Meaning"), ((str(n), kinds[n]) for n in sorted(kinds)))


def options(parser: argparse.ArgumentParser) -> str:
    """Each command with what can be given to it."""
    parts = []
    for command in commands(parser):
        parts.append(f"## {command.prog}\n\n{command.description}")
        if taken := list(_arguments(command)):
            parts.append(_table(("Option", "Does"), ((_usage(a), _does(a)) for a in taken)))
    return "\n\n".join(parts)


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser of each command that can be run, also of steps such as ``models list``."""
    inner = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for each in inner:
        for child in each.choices.values():
            yield from commands(child)
    if not inner:
        yield parser


def _arguments(command: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    return (a for a in command._actions if not set(a.option_strings) & set(_HELP))


def _usage(action: argparse.Action) -> str:
    value = action.metavar or (", ".join(map(str, action.choices)) if action.choices else "")
    if not action.option_strings:
        return f"`{value}`"
    name = action.option_strings[0]
    if action.nargs == 0:
        return f"`{name}`"
    return f"`{name}` {value}" if action.choices else f"`{name} {value}`"


def _does(action: argparse.Action) -> str:
    words = (action.help or "").strip().rstrip(".")
    return f"{nouns.capital(words)}."


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [head, ("---", "---"), *rows]
    return "\n".join(f"| {left} | {right} |" for left, right in lines)
