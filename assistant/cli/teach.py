"""``glimpse teach``: things of one's own, from pictures of them."""

import argparse
from pathlib import Path

from assistant import saving, sources
from assistant.cli import agreeing, output
from assistant.cli.progress import counted
from assistant.errors import AssistantError
from assistant.pipeline import nouns
from assistant.teach import naming
from assistant.teach.store import TaughtThing, ThingStore


def run(arguments: argparse.Namespace) -> int:
    """Run one step."""
    store = ThingStore()
    if arguments.step == "add":
        _add(store, arguments.name, arguments.paths)
    elif arguments.step == "list":
        _list(store, arguments.json)
    elif arguments.step == "rename":
        thing = store.one(arguments.name)
        renamed = store.rename(thing, arguments.new)
        output.result(f"{_named(thing)} is {naming.spoken(renamed.name)} now.")
    elif arguments.step == "delete":
        _delete(store, store.one(arguments.name), arguments.yes)
    elif arguments.step == "export":
        _export(store, Path(arguments.file), arguments.names)
    else:
        _import(store, Path(arguments.file))
    return 0


def _add(store: ThingStore, name: str, paths: list[str]) -> None:
    from assistant.teach import lesson  # the network's company is heavy
    from assistant.teach.recogniser import kept

    name = naming.checked(name)
    files = list(sources.expand(paths, lambda _path, why: output.notice(why)))
    frames = [sources.image(path) for _, path in counted([(str(p), p) for p in files], "Reading")]
    recogniser = kept(store)
    views = [lesson.view(recogniser, frame) for frame in frames]
    learnt = lesson.teach(store, recogniser, name, views)
    for sentence in learnt.sentences:
        output.result(sentence)
    output.notice(lesson.where())


def _list(store: ThingStore, as_json: bool) -> None:
    things = store.things()
    if as_json:
        rows = [{"name": thing.name, "views": thing.views} for thing in things]
        output.json_line({"folder": str(store.folder), "things": rows})
        return
    for thing in things:
        views = "one view" if thing.views == 1 else f"{thing.views} views"
        output.result(f"{thing.name}: {views}.")
    if not things:
        output.result("You taught me nothing yet. Begin with: glimpse teach add NAME PICTURE…")
    else:
        output.notice(f"They lie in {store.folder}.")


def _delete(store: ThingStore, thing: TaughtThing, yes: bool) -> None:
    if not yes:
        question = f"Delete {thing.name} and its {thing.views} views?"
        agreeing.must_agree(question, "delete", "deleted", AssistantError)
    store.delete(thing)
    output.result(f"{_named(thing)} is forgotten.")


def _export(store: ThingStore, path: Path, names: list[str]) -> None:
    saving.must_be_new(path, (".zip",), "a ZIP file")
    things = [store.one(name) for name in names] if names else list(store.things())
    if not things:
        raise AssistantError("You taught me nothing yet, so there is nothing to export.")
    store.export(things, path)
    many = "one thing" if len(things) == 1 else f"{len(things)} things"
    output.result(f"{path} has {many}, with pictures and numbers.")


def _import(store: ThingStore, path: Path) -> None:
    from assistant.teach import bringing
    from assistant.teach.recogniser import kept

    for learnt in bringing.things(store, kept(store), path, sources.image_bytes):
        output.result(learnt.sentences[0])


def _named(thing: TaughtThing) -> str:
    return nouns.capital(naming.spoken(thing.name))
