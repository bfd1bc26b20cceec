"""Getting an engine of the catalogue: asked of the hub, downloaded like the models, written down.

The hub tells which commit a branch is at, and for each file its size and its SHA-256 (git's SHA-1
where a file is small). That is asked once and trusted from then on: what arrives is checked against
it, and it lies beside the files (``downloaded.json``), so that a download that was stopped goes on
with the same commit, and files that changed later are noticed.
"""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from assistant import models, paths, saving
from assistant.engines.catalogue import OFFERS, Offer
from assistant.errors import Cancelled, EngineError, ShouldStop, never
from assistant.models import DownloadProgress, Model, ModelFile, registry, store, transfer
from assistant.untrusted import plain

RECORD = "downloaded.json"
_READ = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.(json|txt|jinja|safetensors)")
_COMMIT = _BLOB = re.compile("[0-9a-f]{40}")
_SHA256 = re.compile("[0-9a-f]{64}")
_MOST_FILES, _MOST_BYTES = 60, 20_000_000_000
_MOST_SMALL = 50_000_000  # bytes of a file that only git's sum is told of; it is read whole


def planned(offer: Offer, should_stop: ShouldStop = never) -> Model:
    """The planned download: the one begun before, else what the hub tells now.

    Raises:
        EngineError: what it tells cannot be used.
        ModelError: it does not tell.
        Cancelled: ``should_stop`` said so.
    """
    return begun(offer) or _asked(offer, should_stop)


def begun(offer: Offer) -> Model | None:
    """The download that was begun or done; None where there is none."""
    top = paths.data_dir() / "models" / _folder_name(offer)
    for record in sorted(top.glob(f"*/{RECORD}")):
        return _recorded(record.parent)
    return None


def folder(model: Model) -> Path:
    """The folder for its files."""
    return store.folder_of(model)


def is_whole(model: Model) -> bool:
    """Whether all files are there with the right size; cheap, reads none of them."""
    return all(store.has_size(folder(model) / file.path, file.size) for file in model.files)


def describe(offer: Offer, model: Model) -> str:
    """Text that a user has to know before agreeing."""
    changed = "" if model.licence.lower() == offer.licence.lower() else (
        f" Its licence was {offer.licence} when this Glimpse was made: read it before you agree."
    )  # fmt: skip
    return (
        f"{models.describe_download([model])}{changed} Each file is checked against the sum that "
        f"{_host(model)} tells for version {model.version[:12]}; nobody else vouches for them."
    )


def download(offer: Offer, model: Model) -> Iterator[DownloadProgress]:
    """Get it; each step is progress and a place to stop (close the iterator).

    Raises:
        ModelError: it cannot be had; what has arrived is kept.
    """
    place = folder(model)
    with saving.errors_as_sentences(place, EngineError):
        place.mkdir(parents=True, exist_ok=True)
        with saving.replaced(place / RECORD) as part:
            part.write_text(json.dumps(_record(offer, model), indent=2) + "\n", encoding="utf-8")
    yield from models.download([model])


def check(place: Path) -> None:
    """Compare the files of a folder with what was downloaded; nothing where Glimpse did not.

    Raises:
        EngineError: one is missing or another; the sentence says how to get it again.
    """
    model = _recorded(place)
    if model is None:
        return
    for file in model.files:
        path = place / file.path
        try:
            right = path.stat().st_size == file.size and _sum(path, file)
        except OSError:
            right = False
        if not right:
            raise EngineError(
                f"The file {file.path} of {model.title} is not the one that was downloaded. "
                f"Get it again with: glimpse engines download {_offer_name(model)}"
            )


def remove(place: Path) -> int:
    """Delete what Glimpse downloaded; returns bytes. Other folders of the user's stay as they are.

    Raises:
        ModelError: it is in use or cannot be deleted.
    """
    model = _recorded(place)
    if model is None or folder(model).resolve() != place.resolve():
        return 0
    return store.remove_files(model)


def _asked(offer: Offer, should_stop: ShouldStop) -> Model:
    address = f"{registry.HUB}/api/models/{offer.repository}/revision/"
    address += f"{quote(offer.revision, safe='')}?blobs=true"
    file = ModelFile(f"the files of {offer.title}", address, "", 0)
    with tempfile.TemporaryDirectory() as top:
        part = Path(top, "files")
        for _ in transfer.fetch(file, part):
            if should_stop():
                raise Cancelled
        said = part.read_bytes()
    host = urlsplit(registry.HUB).hostname
    try:
        raw = json.loads(said)
        commit = _fitting(raw["sha"], _COMMIT)
        files = [_file(offer, commit, one) for one in raw["siblings"] if _is_wanted(one)]
        licence = plain(str((raw.get("cardData") or {}).get("license") or offer.licence), 40)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(
            f"{host} answers with something else than a list of files. Try again later."
        ) from error
    if len(files) > _MOST_FILES or sum(f.size for f in files) > _MOST_BYTES:
        raise EngineError(f"{host} has far more files of {offer.title} than it should.")
    if not any(f.path.endswith(".safetensors") for f in files):
        raise EngineError(f"{host} has no weights of {offer.title} as safetensors now.")
    if licence.lower() == offer.licence.lower():
        licence = offer.licence  # the hub has it in small letters
    return _model(offer, commit, licence, files)


def _model(offer: Offer, commit: str, licence: str, files: list[ModelFile]) -> Model:
    return Model(_folder_name(offer), offer.title, "engine", commit, licence, tuple(files))


def _file(offer: Offer, commit: str, raw: dict[str, Any]) -> ModelFile:
    path, size, large = str(raw["rfilename"]), int(raw["size"]), raw.get("lfs")
    if size <= 0 or (not large and size > _MOST_SMALL):
        raise ValueError(f"{path}: {size} bytes")
    return ModelFile(
        path,
        f"{registry.HUB}/{offer.repository}/resolve/{commit}/{path}",
        _fitting(large["sha256"], _SHA256) if large else "",
        size,
        "" if large else _fitting(raw["blobId"], _BLOB),
        f"Remove it with: glimpse engines remove {offer.name}; then download it again.",
    )


def _is_wanted(raw: dict[str, Any]) -> bool:
    return bool(_READ.fullmatch(str(raw["rfilename"])))


def _fitting(raw: object, form: re.Pattern[str]) -> str:
    if not isinstance(raw, str) or not form.fullmatch(raw):
        raise ValueError(f"no sum: {raw!r}")
    return raw


def _record(offer: Offer, model: Model) -> dict[str, Any]:
    return {
        "offer": offer.name,
        "repository": offer.repository,
        "revision": offer.revision,
        "commit": model.version,
        "licence": model.licence,
        "files": [asdict(file) for file in model.files],
    }


def _recorded(place: Path) -> Model | None:
    """What was written down in a folder; None where nothing was.

    Raises:
        EngineError: it is damaged.
    """
    try:
        raw = json.loads((place / RECORD).read_text(encoding="utf-8"))
        files = [ModelFile(**{**row, "size": int(row["size"])}) for row in raw["files"]]
        if not all(_READ.fullmatch(f.path) for f in files):
            raise ValueError("a path")
        return _model(OFFERS[raw["offer"]], str(raw["commit"]), str(raw["licence"]), files)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(
            f"{place / RECORD} is damaged. Delete that folder, and download it again."
        ) from error


def _sum(path: Path, file: ModelFile) -> bool:
    if file.blob:
        return store.git_blob(path) == file.blob
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256


def _folder_name(offer: Offer) -> str:
    return f"engine-{offer.name}"


def _offer_name(model: Model) -> str:
    return model.name.removeprefix("engine-")


def _host(model: Model) -> str:
    return str(urlsplit(model.files[0].url).hostname)
