"""One picture: read it, describe it, make the changed copy and check that. Touches no original.

Everything happens on a private copy in a folder of its own, so that the texts belong to the very
bytes that are written, odd names reach no other program, and dying at any moment harms nothing.
"""

import errno
import hashlib
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant import sources
from assistant.errors import AssistantError, SourceError
from assistant.library import fields, rewrite
from assistant.library.annotation import AltTexts
from assistant.library.copies import is_full, named_as, private_copy
from assistant.library.exiftool import ExifTool, ToolError
from assistant.library.fields import Change, Fields
from assistant.library.outcome import OutcomeKind, WriteTarget
from assistant.library.same_picture import only_xmp_differs
from assistant.metadata.sidecar import exists
from assistant.pipeline.frame import Frame
from assistant.sources.files import os_sentence, title
from assistant.sources.pixels import MAX_SIDE

_log = logging.getLogger(__name__)

# Pixels of the longer side that are described: 12 megapixels decoded at half their size. All that
# there are, where there may be writing.
_LONGEST = 2000

Describe = Callable[[Frame, Callable[[], Frame]], AltTexts]
"""A picture, reduced as it may be, and what gives all of its pixels → its texts."""


@dataclass(frozen=True)
class AltTextTask:
    """A task for one picture.

    Attributes:
        path: the picture.
        digest: SHA-256 of its bytes, in hexadecimal.
        sidecar: the file beside it that holds its texts, or will.
        target: where the texts go.
        pipeline: what makes them (:attr:`Setup.version`).
        known: the texts, where these bytes were described before.
        only_missing: leave it as it is if it has an alt text already.
        remove: take away what Glimpse wrote, instead of writing.
        write: make the changed copy, too.
        alt: an alt text that a person wrote for it just now; it is written as theirs.
    """

    path: Path
    digest: str
    sidecar: Path
    target: WriteTarget
    pipeline: str
    known: AltTexts | None = None
    only_missing: bool = False
    remove: bool = False
    write: bool = True
    alt: str = ""


@dataclass(frozen=True)
class Made:
    """New content for a file; ``content`` None: that file is to be deleted.

    As bytes, which travel from any machine; ``digest`` is that of a picture.
    """

    content: bytes | None
    place: Path
    digest: str = ""


@dataclass(frozen=True)
class Prepared:
    """Result of a job.

    Attributes:
        kind: what is done when all of ``made`` is in place.
        annotation: the texts, where they are known.
        made: the changed files.
        alt_by_person: the alt text that a person wrote, or empty.
        note: what is worth knowing about it; the reason where it failed.
        fields: the metadata that change.
    """

    kind: OutcomeKind
    annotation: AltTexts | None = None
    made: tuple[Made, ...] = ()
    alt_by_person: str = ""
    note: str = ""
    fields: tuple[str, ...] = ()


def prepare(job: AltTextTask, folder: Path, tool: ExifTool | None, describe: Describe) -> Prepared:
    """Do a job as far as it goes without touching an original.

    Args:
        job: what is to be done.
        folder: an empty folder for copies.
        tool: exiftool; None only if nothing is written: then nobody's texts are known.
        describe: asked where the texts are not known yet.

    Raises:
        AssistantError: it failed; the sentence says why, and what to do.
    """
    try:
        return _Preparation(job, folder, tool).run(describe)
    except ToolError as error:
        if is_full(folder):  # of that, it only says that it could not write
            raise AssistantError(_no_room(job)) from error
        other = job.target == WriteTarget.XMP and not job.remove
        advice = "try --write sidecar" if other else "check the file and its sidecar"
        raise AssistantError(
            f"{title(job.path)} was left as it is, as exiftool refuses it ({error}); {advice}."
        ) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise AssistantError(_no_room(job)) from error
        raise SourceError(os_sentence(error, title(job.path), "picture")) from error


class _Preparation:
    def __init__(self, job: AltTextTask, folder: Path, tool: ExifTool | None) -> None:
        self._job = job
        self._folder = folder
        self._tool = tool
        self._copy = private_copy(job.path, job.digest, folder)
        self._frame: Frame | None = None

    def run(self, describe: Describe) -> Prepared:
        job = self._job
        inside, beside = self._read(self._copy), self._sidecar()
        if job.remove:
            return self._remove(inside, beside)
        by_person = inside.alt_by_person or beside.alt_by_person
        if job.only_missing and (inside.has_alt or beside.has_alt):
            return Prepared(OutcomeKind.KEPT, job.known, alt_by_person=by_person)
        target = self._target(inside)
        now = beside if target == WriteTarget.SIDECAR else inside
        if job.write and self._is_current(now) and not job.alt:
            return Prepared(OutcomeKind.DONE_BEFORE, job.known, alt_by_person=by_person)
        self._check_seen_well()
        texts = job.known or self._described(describe)
        done = Prepared(OutcomeKind.SHOWN, texts, alt_by_person=by_person)
        kept = inside.by_person | beside.by_person
        picture = self._digest() if job.write else ""
        change = fields.change(now, kept, texts, job.pipeline, picture)
        if job.alt:
            change = fields.with_alt(change, job.alt)
        if not change.arguments:
            return replace(done, kind=OutcomeKind.KEPT if texts.alt else OutcomeKind.UNSURE)
        if not job.write or target == WriteTarget.REPORT:
            return replace(done, fields=change.fields)
        made = self._made(target, now, change)
        note = _beside(job, inside.sealed) if target != job.target else ""
        return replace(
            done, kind=OutcomeKind.WRITTEN, made=(made,), fields=change.fields, note=note
        )

    def _target(self, inside: Fields) -> WriteTarget:
        if self._job.target != WriteTarget.XMP:
            return self._job.target
        self._seen()  # what is no picture is told as that
        return WriteTarget.XMP if self._copy.suffix and not inside.sealed else WriteTarget.SIDECAR

    def _read(self, path: Path) -> Fields:
        if self._tool is None:
            return fields.NONE
        try:
            return Fields.of(self._tool.read(path, fields.TAGS))
        except ToolError:
            self._seen()  # a damaged picture is told as that
            raise

    def _sidecar(self) -> Fields:
        """The fields beside the picture, of a copy of that file."""
        if not exists(self._job.sidecar):
            return fields.NONE
        shutil.copyfile(self._job.sidecar, self._folder / "before.xmp")
        return self._read(self._folder / "before.xmp")

    def _seen(self) -> Frame:
        if self._frame is None:
            frame = named_as(self._copy, self._job.path, _LONGEST)
            self._frame = replace(frame, source=title(self._job.path))
        return self._frame

    def _described(self, describe: Describe) -> AltTexts:
        return describe(self._seen(), self._whole)

    def _whole(self) -> Frame:
        """All the pixels there are, from which small print is read."""
        seen = self._seen()
        if max(seen.width, seen.height) < _LONGEST:
            return seen
        whole = named_as(self._copy, self._job.path, MAX_SIDE)
        return replace(whole, source=seen.source)

    def _check_seen_well(self) -> None:
        """Refuse to write for good about what was judged by a thumbnail."""
        if self._is_noted(sources.PREVIEW_NOTE):
            raise SourceError(
                f"{title(self._job.path)} is a raw camera picture of which I can read only a small "
                "preview, so nothing was written about it; save it as JPEG."
            )

    def _is_noted(self, start: str) -> bool:
        return any(note.startswith(start) for note in self._seen().notes)

    def _digest(self) -> str:
        """Digest of what is described; the same before and after texts are written."""
        return hashlib.sha256(self._seen().pixels.data).hexdigest()[:16]

    def _is_current(self, now: Fields) -> bool:
        """Whether Glimpse wrote the same already, about the same pixels.

        A picture that somebody edited since carries its old texts: they are made anew.
        """
        return now.pipeline == self._job.pipeline and now.picture == self._digest()

    def _remove(self, inside: Fields, beside: Fields) -> Prepared:
        if inside.sealed and inside.wrote:
            raise AssistantError(
                f"{title(self._job.path)} is sealed by Content Credentials with its texts; "
                "remove the seal first, in the program that made it."
            )
        changes = {
            WriteTarget.XMP: fields.removal(inside),
            WriteTarget.SIDECAR: fields.removal(beside),
        }
        wanted = {target: change for target, change in changes.items() if change.arguments}
        if not wanted:
            return Prepared(OutcomeKind.NOTHING)
        if not self._job.write:
            made: tuple[Made, ...] = ()
        else:
            now = {WriteTarget.XMP: inside, WriteTarget.SIDECAR: beside}
            made = tuple(
                self._made(target, now[target], change) for target, change in wanted.items()
            )
        names = tuple(dict.fromkeys(f for change in wanted.values() for f in change.fields))
        return Prepared(OutcomeKind.REMOVED, made=made, fields=names)

    def _made(self, target: WriteTarget, now: Fields, change: Change) -> Made:
        assert self._tool is not None
        if target == WriteTarget.SIDECAR:
            before = self._folder / "before.xmp"
            made = rewrite.sidecar(self._tool, before, self._folder / "after.xmp", now, change)
            return Made(made.read_bytes() if made else None, self._job.sidecar)
        if self._is_noted(sources.DAMAGED_NOTE):
            raise AssistantError(
                f"{title(self._job.path)} is damaged, or not copied whole yet: nothing was written "
                "into it; copy it again, or use --write sidecar."
            )
        made = rewrite.picture(self._tool, self._copy, now, change)
        self._check_pixels(made)
        content = made.read_bytes()
        return Made(content, self._job.path, hashlib.sha256(content).hexdigest())

    def _check_pixels(self, copy: Path) -> None:
        """Nothing but the XMP may be different: by the bytes, where they tell it, or the pixels."""
        if only_xmp_differs(self._copy, copy):
            return
        before, after = (
            named_as(path, self._job.path, MAX_SIDE).pixels for path in (self._copy, copy)
        )
        if not np.array_equal(after, before):
            raise ToolError("the picture would have been changed")


def _no_room(job: AltTextTask) -> str:
    return f"There is no room for a copy of {title(job.path)}; make room in your data folder."


def _beside(job: AltTextTask, sealed: bool) -> str:
    why = (
        "is sealed by Content Credentials; its texts"
        if sealed
        else "cannot hold texts itself; they"
    )
    return f"{title(job.path)} {why} are in {title(job.sidecar)}."
