"""Downloads as a user does them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import models
from assistant.errors import ModelError

Put = Callable[..., models.Model]


def get(*wanted: models.Model) -> list[models.DownloadProgress]:
    return list(models.download(wanted))


def part_of(model: models.Model) -> Path:
    return models.folder(model.name) / f"{model.files[0].path}.part"


def start(model: models.Model, until: int) -> None:
    """Download until so many bytes are there, then stop as a user does."""
    steps = models.download([model])
    for progress in steps:
        if progress.done >= until:
            break
    steps.close()  # type: ignore[attr-defined]


def elsewhere(model: models.Model) -> subprocess.Popen[bytes]:
    """Another process that downloads it and prints how far it is."""
    code = (
        "from assistant.models import *\n"
        f"for step in download([{model!r}]): print(step.done, flush=True)"
    )
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)


def refusal(model: models.Model) -> str:
    with pytest.raises(ModelError) as caught:
        get(model)
    return caught.value.message
