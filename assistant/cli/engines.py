"""``glimpse engines``: list, add, download, test, remove, and what each may be sent."""

import argparse
import getpass
import sys
from pathlib import Path

from assistant.cli import agreeing, output
from assistant.cli.progress import transferred
from assistant.engines import Book, Entry, Scope, adding, catalogue, consent, obtaining, opening
from assistant.engines.addresses import parsed
from assistant.engines.book import check_name
from assistant.engines.catalogue import OFFERS
from assistant.engines.hello import tried
from assistant.engines.parts import Part, PartError
from assistant.engines.presets import PRESETS, Preset
from assistant.errors import EngineError
from assistant.models.store import megabytes


def run(arguments: argparse.Namespace) -> int:
    """Run one step."""
    book = Book()
    steps = {"list": _list, "add": _add, "download": _download, "test": _test}
    steps |= {"remove": _remove, "allow": _allow, "withdraw": _withdraw}
    steps[arguments.step](book, arguments)
    return 0


def _list(book: Book, arguments: argparse.Namespace) -> None:
    for entry in book:
        if arguments.json:
            output.json_line(_facts(entry))
        else:
            output.result(f"{entry.name}: {entry.model}, {entry.where}. {consent.summary(entry)}")
    if not len(book):
        output.notice(
            "There are no engines. Add one, as in: glimpse engines add ollama. "
            f"Kinds of servers: {', '.join(PRESETS)}. Or have one inside Glimpse; "
            "glimpse engines download tells which."
        )


def _facts(entry: Entry) -> dict[str, object]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "model": entry.model,
        "address": entry.address,
        "reach": entry.reach.value,
        "key": entry.has_key,
        "allowed": [s.value for s in Scope if consent.is_given(entry, s)],
    }


def _add(book: Book, arguments: argparse.Namespace) -> None:
    check_name(arguments.name, (entry.name for entry in book))
    if arguments.folder:
        entry = adding.add_folder(book, arguments.name, Path(arguments.folder))
        output.result(f"{entry.name}: added, {entry.model}, {entry.where}.")
        return
    preset = _preset(arguments)
    address = arguments.address or preset.address
    if not address:
        raise EngineError("Say where the server is, as in: --address http://localhost:8080/v1")
    place = parsed(address)
    if not arguments.address and preset.hint:
        output.notice(preset.hint)
    entry = Entry(arguments.name, "server", arguments.model or "", place.url, preset.name)
    key = _typed_key(place.host) if arguments.key or preset.key else ""
    try:
        entry = adding.add(book, entry, key)
    except PartError as error:
        raise EngineError(error.message + _option(error.part, arguments)) from error
    output.result(f"{entry.name}: added, with the model {entry.model}, {entry.where}.")
    output.notice(f"Try it with: glimpse engines test {entry.name}")


def _option(part: Part, arguments: argparse.Namespace) -> str:
    """What to type, where something was left out."""
    if part is Part.KEY and not arguments.key:
        return " Add --key; then you are asked for it."
    return " Name it with --model." if part is Part.MODEL else ""


def _download(book: Book, arguments: argparse.Namespace) -> None:
    if not arguments.offer:
        for offer in OFFERS.values():
            output.result(f"{offer.name}: {offer.told}.")
        output.notice("Get one as in: glimpse engines download smolvlm")
        return
    offer = catalogue.find(arguments.offer)
    name = arguments.name or offer.name
    if not (begun := obtaining.begun(offer)):
        check_name(name, (entry.name for entry in book))
    model = begun or obtaining.planned(offer)
    if not obtaining.is_whole(model):
        agreeing.to_download(obtaining.describe(offer, model), arguments.yes, EngineError)
    transferred(obtaining.download(offer, model))
    entry = adding.add_downloaded(book, name, offer, obtaining.folder(model))
    output.result(f"{entry.name}: here and undamaged. Nothing leaves this computer.")
    output.notice(f"Try it with: glimpse engines test {entry.name}")


def _preset(arguments: argparse.Namespace) -> Preset:
    named = PRESETS.get(arguments.preset or arguments.name.lower(), PRESETS["other"])
    return PRESETS["other"] if arguments.address and not arguments.preset else named


def _typed_key(host: str) -> str:
    """The key, from the keyboard without being seen, or from standard input.

    Raises:
        EngineError: none came.
    """
    if sys.stdin is None:
        raise EngineError("No key came: standard input is closed.")
    if sys.stdin.isatty():
        key = getpass.getpass(f"Key for {host}: ", sys.stderr).strip()
    else:
        key = sys.stdin.readline().strip()
    if not key:
        raise EngineError("No key came, so nothing was added.")
    return key


def _test(book: Book, arguments: argparse.Namespace) -> None:
    engine = opening.opened(book[arguments.name])
    try:
        output.result(tried(engine))
    finally:
        engine.close()


def _remove(book: Book, arguments: argparse.Namespace) -> None:
    freed = adding.remove(book, arguments.name)
    also = f", {megabytes(freed)} are free again" if freed else ""
    output.result(f"{arguments.name}: removed{also}.")


def _allow(book: Book, arguments: argparse.Namespace) -> None:
    entry = book[arguments.name]
    scopes = [Scope.PICTURES, Scope.FOLDERS] if arguments.folders else [Scope.PICTURES]
    if not arguments.yes and not agreeing.can_ask():
        raise EngineError("Nobody can be asked here. Add --yes to agree.")
    for scope in scopes:
        entry = agreeing.agreed(book, entry, scope, yes=arguments.yes)
    output.result(f"{entry.name}: {consent.summary(entry)}")


def _withdraw(book: Book, arguments: argparse.Namespace) -> None:
    entry = book.withdraw(arguments.name)
    output.result(f"{entry.name}: {consent.summary(entry)}")
