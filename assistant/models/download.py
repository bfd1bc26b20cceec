"""Whole models: room on the disk, caches, one process at a time, checked, put in place."""

import errno
import os
import re
import shutil
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from assistant import paths, saving
from assistant.errors import ModelError
from assistant.models import store, transfer
from assistant.models.registry import Model, ModelFile
from assistant.models.store import DownloadProgress

_SPARE = 50_000_000  # bytes that a download leaves free on the disk
_CHUNK = 1 << 20  # bytes copied at once
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows has no quota error


def describe_download(models: Iterable[Model]) -> str:
    """Text to know before agreeing: each model, size, licence, source and place."""
    wanted = [model for model in models if model.files]
    if not wanted:
        return "Nothing needs to be downloaded."
    each = "; ".join(f"{m.title}, {store.megabytes(m.size)}, licence {m.licence}" for m in wanted)
    hosts = sorted({str(urlsplit(f.url).hostname) for m in wanted for f in m.files})
    return (
        f"This downloads {store.megabytes(sum(m.size for m in wanted))} from "
        f"{' and '.join(hosts)} into {paths.data_dir() / 'models'}: {each}. "
        "Pictures are never sent anywhere."
    )


def download(models: Iterable[Model]) -> Iterator[DownloadProgress]:
    """Get models; each step is progress and a place to stop (close the iterator).

    Files that are there already are read and kept if they are right, replaced if they are not. A
    stopped download is resumed by the next one.

    Raises:
        ModelError: no room, no network, a wrong file, another process at it: one sentence each.
    """
    wanted = [model for model in models if model.files]
    _check_room(wanted)
    total = sum(model.size for model in wanted)
    before = 0
    for model in wanted:
        with store.only_here(model):
            for file in model.files:
                for done in _obtain(model, file):
                    yield DownloadProgress(before + min(done, file.size), total, model.title)
                before += file.size
        yield DownloadProgress(before, total, model.title)


def _check_room(models: list[Model]) -> None:
    needed = sum(_still_needed(model, file) for model in models for file in model.files)
    place = paths.data_dir()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if needed and free < needed + _SPARE:
        raise ModelError(
            f"There is not enough room on the disk: {store.megabytes(needed + _SPARE)} are needed "
            f"in {paths.data_dir()}, {store.megabytes(free)} are free. Make room and try again."
        )


def _still_needed(model: Model, file: ModelFile) -> int:
    target = store.folder_of(model) / file.path
    there = [path.stat().st_size for path in (target, _part(target)) if path.is_file()]
    return max(0, file.size - max(there, default=0))


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _obtain(model: Model, file: ModelFile) -> Iterator[int]:
    """One file, from where it is nearest: in place, in a cache, on the network."""
    target = store.folder_of(model) / file.path
    part = _part(target)
    with _disk_faults_as_sentences(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        if (yield from _is_in_place(model, file, target)):
            return
        for cached in _cached(file):
            yield from _copy(cached, part)
            if (yield from _hash(part)) == file.sha256:
                _put_in_place(part, target)
                return
            transfer.discard(part)
        yield from transfer.fetch(file, part)
        _accept(model, file, part, (yield from _hash(part)))
        _put_in_place(part, target)


def _is_in_place(model: Model, file: ModelFile, target: Path) -> Generator[int, None, bool]:
    """Whether the right file is there; a wrong one is deleted."""
    if not target.exists():
        return False
    known = store.known_sha256(model, file)
    if known and (yield from store.sha256(target)) == known:
        return True
    target.unlink()
    return False


def _hash(part: Path) -> Generator[int, None, str]:
    """As :func:`store.sha256`, for what has arrived: that progress stays where it is."""
    size = part.stat().st_size
    steps = store.sha256(part)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return str(end.value)
        yield size


def _accept(model: Model, file: ModelFile, part: Path, found: str) -> None:
    """Check the sum of what came; one that is pinned on first use is pinned here.

    Raises:
        ModelError: it is the wrong one; ``part`` is deleted.
    """
    known = store.known_sha256(model, file)
    if (known and found != known) or (file.blob and store.git_blob(part) != file.blob):
        transfer.discard(part)
        then = file.otherwise[:1].lower() + file.otherwise[1:]
        raise ModelError(
            f"{file.path} of the {model.title} arrived damaged, so I deleted it. "
            f"Try again; if it happens again, {then}"
        )
    if not known:
        store.pin(model, file, found)


def _put_in_place(part: Path, target: Path) -> None:
    """Make it durable first, then visible under its name: a crash leaves no half file there."""
    saving.flush(part)
    part.replace(target)
    transfer.discard(part)
    saving.flush_folder(target.parent)


def _copy(source: Path, part: Path) -> Iterator[int]:
    with source.open("rb") as read, part.open("wb") as written:
        while chunk := read.read(_CHUNK):
            written.write(chunk)
            yield read.tell()


def _cached(file: ModelFile) -> Iterator[Path]:
    """Copies that the user may already have, of torch.hub and of the Hugging Face hub.

    Only those of a file whose sum is known: a cache is not what is trusted on first use.
    """
    if not file.sha256:
        return
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    torch_home = Path(os.environ.get("TORCH_HOME") or Path(cache) / "torch")  # as torch.hub has it
    candidates = [torch_home / "hub" / "checkpoints" / Path(urlsplit(file.url).path).name]
    if hub := re.search(r"/([^/]+/[^/]+)/resolve/([0-9a-f]{40})/(.+)", file.url):
        candidates.extend(_in_hub_cache(*hub.groups()))
    yield from (path for path in candidates if store.has_size(path, file.size))


def _in_hub_cache(repository: str, revision: str, path: str) -> Iterator[Path]:
    from huggingface_hub import try_to_load_from_cache

    # "openai-community/gpt2" was "gpt2" once, and most caches still have it under that name.
    for name in (repository, repository.split("/")[1]):
        found = try_to_load_from_cache(name, path, revision=revision)
        if isinstance(found, str):
            yield Path(found)


@contextmanager
def _disk_faults_as_sentences(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise ModelError(
                "The disk is full. What has arrived is kept: make room and download again."
            ) from error
        raise ModelError(f"The folder {place} cannot be used: {error.strerror}.") from error
