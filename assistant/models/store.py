"""The models on this computer: where they are, whether they are whole, taking them away."""

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import paths, saving
from assistant.errors import ModelError
from assistant.models.registry import MODELS, Model, ModelFile, for_profile

_log = logging.getLogger(__name__)
LOCK_FILE = "files.lock.json"  # {path: SHA-256} of the files that are pinned on first use
_CHUNK = 1 << 20  # bytes read at once while hashing


@dataclass(frozen=True)
class DownloadProgress:
    """Progress: ``done`` of ``total`` bytes over all files; ``name`` is the model's title."""

    done: int
    total: int
    name: str


def find(name: str) -> Model:
    """The model of that name.

    Raises:
        ModelError: there is none.
    """
    if name not in MODELS:
        raise ModelError(f"There is no model {name}. There are {', '.join(MODELS)}.")
    return MODELS[name]


def folder(name: str) -> Path:
    """The folder of a model's files; it need not exist yet.

    Raises:
        ModelError: there is no such model.
    """
    return folder_of(find(name))


def folder_of(model: Model) -> Path:
    """As :func:`folder`, for a model at hand."""
    if not model.files:
        return paths.resources() / "models" / model.name
    return paths.data_dir() / "models" / model.name / model.version


def is_present(name: str) -> bool:
    """Whether all files are there with the right size; cheap, reads none of them.

    A file gets its name only after its sum was right, so this is enough before loading.
    """
    model = find(name)
    place = folder_of(model)
    return place.is_dir() and all(has_size(place / file.path, file.size) for file in model.files)


def has_size(path: Path, size: int) -> bool:
    """Whether a file is there with that many bytes; 0: with any."""
    try:
        found = path.stat().st_size
    except OSError:
        return False
    return found == size if size else found > 0


def require(profile: str) -> None:
    """Make sure that the models of a profile are on this computer.

    Raises:
        ModelError: they are not; the sentences say how to get them and how much that is.
    """
    missing = [model for model in for_profile(profile) if not is_present(model.name)]
    if not missing:
        return
    if not any(model.files for model in missing):
        raise ModelError(f"The {profile} models are missing. Install Glimpse again.")
    raise ModelError(
        f"The {profile} models are not on this computer. Get them with: glimpse models download "
        f"{profile}. That is a download of {megabytes(sum(model.size for model in missing))}."
    )


def megabytes(size: int) -> str:
    """A size in bytes as it is spoken."""
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else "less than 1 MB"


def verify(name: str) -> Iterator[DownloadProgress]:
    """Read every file of a model and compare its SHA-256; each step is progress.

    A damaged file is deleted: from then on the model counts as not there, is loaded nowhere and
    can be downloaded again, which gets only what is missing.

    Raises:
        ModelError: a file is missing or damaged; the sentences name it and the remedy.
    """
    model = find(name)
    place = folder_of(model)
    if not model.files and not place.is_dir():
        raise ModelError(f"The {model.name} models are missing. Install Glimpse again.")
    if not model.files:
        _check_shipped(place)
    done = 0
    for file in model.files:
        for read in check_file(model, file):
            yield DownloadProgress(done + read, model.size, model.title)
        done += file.size
    yield DownloadProgress(model.size, model.size, model.title)


def _check_shipped(place: Path) -> None:
    """Compare files that came with Glimpse with the sums beside them (as sha256sum writes them)."""
    try:
        for line in (place / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
            known, name = line.split(maxsplit=1)
            with (place / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != known:
                raise ModelError(f"The file {name} of Glimpse is damaged. Install Glimpse again.")
    except FileNotFoundError as error:
        name = Path(error.filename).relative_to(place).as_posix()
        raise ModelError(
            f"The file {name} of Glimpse is missing. Install Glimpse again."
        ) from error
    except OSError as error:
        raise ModelError(f"The models cannot be read: {error.strerror}. Try again.") from error
    except ValueError as error:
        raise ModelError("The file SHA256SUMS is damaged. Install Glimpse again.") from error


def check_file(model: Model, file: ModelFile) -> Iterator[int]:
    """Read one file and compare its sum, delete it if that is wrong; yields the bytes read so far.

    Raises:
        ModelError: it is missing, damaged or cannot be read.
    """
    path = folder_of(model) / file.path
    remedy = f"Get it again with: glimpse models download {model.profile}."
    try:
        found = yield from sha256(path)
        damaged = found != known_sha256(model, file)
        if damaged:
            path.unlink()
    except FileNotFoundError as error:
        raise ModelError(
            f"The file {file.path} of the {model.title} is missing. {remedy}"
        ) from error
    except OSError as error:
        raise ModelError(f"The file {path} cannot be used: {error.strerror}.") from error
    if damaged:
        raise ModelError(
            f"The file {file.path} of the {model.title} was damaged, so I deleted it. {remedy}"
        )


def sha256(path: Path) -> Generator[int, None, str]:
    """Hash a file; yields the bytes read so far, returns the sum in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            yield file.tell()
    return digest.hexdigest()


def git_blob(path: Path) -> str:
    """The SHA-1 by which git knows a file's content; for small files, read whole."""
    content = path.read_bytes()
    head = b"blob %d\0" % len(content)
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()


def known_sha256(model: Model, file: ModelFile) -> str:
    """The sum that a file must have; empty if it is pinned on first use and was not seen yet."""
    return file.sha256 or _locked(model).get(file.path, "")


def pin(model: Model, file: ModelFile, found: str) -> None:
    """Write down the sum of a file that arrived for the first time."""
    locked = _locked(model) | {file.path: found}
    with saving.replaced(folder_of(model) / LOCK_FILE) as part:
        part.write_text(json.dumps(locked, indent=2), encoding="utf-8")


def _locked(model: Model) -> dict[str, str]:
    try:
        stored = json.loads((folder_of(model) / LOCK_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        # Nothing can be compared then, so every file pinned there counts as damaged.
        _log.warning("%s of %s not read: %s", LOCK_FILE, model.name, error)
        return {}
    return {str(k): str(v) for k, v in stored.items()} if isinstance(stored, dict) else {}


def remove(name: str) -> int:
    """Delete a model, also older versions and what an interrupted download left; returns bytes.

    Raises:
        ModelError: it comes with Glimpse, is being downloaded, or cannot be deleted.
    """
    model = find(name)
    if not model.files:
        raise ModelError(f"The {model.name} models come with Glimpse and cannot be removed.")
    return remove_files(model)


def remove_files(model: Model) -> int:
    """As :func:`remove`, for a model at hand that was downloaded."""
    top = folder_of(model).parent
    if not top.exists():
        return 0
    with only_here(model):
        freed = sum(path.lstat().st_size for path in top.rglob("*") if path.is_file())
        try:
            shutil.rmtree(top)
        except OSError as error:
            raise ModelError(f"The folder {top} cannot be deleted: {error.strerror}.") from error
    return freed


@contextmanager
def only_here(model: Model) -> Iterator[None]:
    """Hold a model for this process; the lock is the system's, so a crash releases it.

    Raises:
        ModelError: another process holds it, or its folder cannot be made.
    """
    import filelock

    top = folder_of(model).parent
    try:
        top.parent.mkdir(parents=True, exist_ok=True)
        # thread_local=False: a job may be closed in another thread than it ran in.
        lock = filelock.FileLock(f"{os.fspath(top)}.lock", blocking=False, thread_local=False)
        lock.acquire()
    except filelock.Timeout as error:
        raise ModelError(
            f"The {model.title} is in use by another Glimpse. Wait until that has finished."
        ) from error
    except OSError as error:
        raise ModelError(f"The folder {top.parent} cannot be used: {error.strerror}.") from error
    try:
        yield
    finally:
        lock.release()
