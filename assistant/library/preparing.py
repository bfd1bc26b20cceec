"""Work of annotating's processes: each has the networks and an exiftool of its own."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar

from assistant import wording
from assistant.errors import AssistantError
from assistant.library import exiftool
from assistant.library.annotation import AltTexts
from assistant.library.at_length import Adding
from assistant.library.exiftool import ExifTool
from assistant.library.outcome import OutcomeKind
from assistant.library.prepare import AltTextTask, Prepared, prepare
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.pipeline.pipeline import Pipeline, finish, load
from assistant.reading import may_be_written
from assistant.work import Setup, run_folders


@dataclass(frozen=True)
class Preparing:
    """The work of :mod:`prepare`, for :func:`work.start`.

    Attributes:
        setup: by which models, and where.
        exiftool: whether metadata can be read and edited.
        folder: for copies; None for one of the machine's own.
    """

    setup: Setup
    exiftool: bool
    folder: Path | None
    limit_s: ClassVar[float] = 600.0
    block: ClassVar[int] = 4  # as many copies are on their way back at once

    def begin(self) -> Callable[[AltTextTask], Prepared]:
        """Do jobs in this process.

        Raises:
            AssistantError: there is no exiftool.
        """
        return _Worker(self).prepare


class _Worker:
    def __init__(self, work: Preparing) -> None:
        if work.exiftool:
            exiftool.require()
        self._tool = ExifTool() if work.exiftool else None
        self._folder = work.folder or run_folders.of_this_process()
        self._setup = work.setup
        self._pipeline: Pipeline | None = None
        self._engine: Adding | None = None

    def prepare(self, job: AltTextTask) -> Prepared:
        """Prepare a picture; what was seen of one that fails is kept all the same."""
        described: list[AltTexts] = []

        def describe(frame: Frame, whole: Callable[[], Frame]) -> AltTexts:
            described.append(self._described(frame, whole))
            return described[-1]

        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder = Path(mkdtemp(dir=self._folder))
        try:
            return prepare(job, folder, self._tool, describe)
        except AssistantError as error:
            return Prepared(
                OutcomeKind.FAILED, described[-1] if described else None, note=error.message
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _described(self, frame: Frame, whole: Callable[[], Frame]) -> AltTexts:
        if self._pipeline is None:  # not before a picture is there that nobody has described
            self._pipeline = load(self._setup.profile)
        # Directions in words: the texts are not for this user alone.
        options = Options(self._setup.senses)
        explanation = self._pipeline.glance(frame, options=options)
        if "text" in self._setup.senses:
            frame = frame.known(may_be_written(frame), lambda: whole().pixels)
            if frame.written and wording.refusal(explanation.description.observations):
                frame = whole()  # letters may be seen only from nearby
                explanation = self._pipeline.glance(frame, options=options)
        explanation = finish(frame, explanation, options=options)
        annotation = AltTexts.of(explanation)
        if not self._setup.at_length:
            return annotation
        self._engine = self._engine or Adding(self._setup.at_length)
        return self._engine.added(annotation, explanation, frame)
