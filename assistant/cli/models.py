"""``glimpse models``: list, download, verify and remove models."""

import argparse

from assistant import models
from assistant.cli import agreeing, output
from assistant.cli.progress import transferred
from assistant.errors import ModelError


def run(arguments: argparse.Namespace) -> int:
    """Run one step."""
    if arguments.step == "list":
        _list()
    elif arguments.step == "download":
        _download(arguments.name, arguments.yes)
    elif arguments.step == "verify":
        for model in _chosen(arguments.name):
            if not models.folder(model.name).exists():
                raise ModelError(
                    f"{model.name} is not downloaded. "
                    f"Get it with: glimpse models download {model.name}"
                )
            transferred(models.verify(model.name))
            output.result(f"{model.name}: undamaged.")
    else:
        for model in _chosen(arguments.name):
            freed = models.remove(model.name)
            removed = f"removed, {freed / 1e6:.0f} MB are free again"
            output.result(f"{model.name}: {removed if freed else 'was not here'}.")
    return 0


def _list() -> None:
    for model in models.MODELS.values():
        state = "here" if models.is_present(model.name) else "not downloaded"
        size = f"{model.size / 1e6:.0f} MB" if model.files else "comes with Glimpse"
        output.result(
            f"{model.name}: {model.title}, {model.profile} profile, {size}, "
            f"licence {model.licence}, {state}."
        )


def _download(name: str, yes: bool) -> None:
    wanted = [m for m in _chosen(name) if m.files]
    missing = [m for m in wanted if not models.is_present(m.name)]
    if missing:
        agreeing.to_download(models.describe_download(missing), yes, ModelError)
    # All of them: files that are here are checked, and replaced where they are damaged.
    transferred(models.download(wanted))
    output.result(f"{name}: here and undamaged.")


def _chosen(name: str) -> list[models.Model]:
    found = [m for m in models.MODELS.values() if name in {m.name, m.profile}]
    if not found:
        names = dict.fromkeys([*(m.profile for m in models.MODELS.values()), *models.MODELS])
        raise ModelError(f"There is no model {name}. There are {', '.join(names)}.")
    return found
