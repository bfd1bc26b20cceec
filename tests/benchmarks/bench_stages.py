"""Where does the time of one picture go? ``python -m tests.benchmarks.bench_stages``.

The samples as they are, and as JPEGs of 12 megapixels, looked at by one thread, as a worker has it.
For each stage milliseconds of the processor a picture, and how many pictures a second two workers
could do if there were nothing else to do: the limit that it sets.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from assistant import models, paths, senses, sessions, sources
from assistant.library.journal import digest
from assistant.library.outcome import WriteTarget
from assistant.library.prepare import AltTextTask
from assistant.library.preparing import Preparing
from assistant.metadata.sidecar import sidecar_of
from assistant.pipeline import pipeline
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.options import Options
from assistant.reading import may_be_written
from assistant.search.observing import Observer, ObservingTask
from assistant.work import Setup
from tests.benchmarks.bench_index import enlarge

T = TypeVar("T")

_FIRST, _HALF = 500, 2000  # pixels that a first look and annotating open
_LATER = frozenset(("people", "codes"))  # senses that a first look leaves out
_WORKERS, _ROUNDS = 2, 3


class _Clock:
    """Seconds of the processor by stage."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    def __call__(self, stage: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        done = work()
        self.spent[stage] += time.process_time() - start
        return done


def main() -> None:
    """Print the two tables."""
    os.environ["OMP_NUM_THREADS"] = "1"
    sessions.keep_memory()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_DATA_HOME"] = name
        samples = sorted((paths.resources() / "samples").glob("*.jpg"))
        large = [Path(name) / path.name for path in samples]
        for number, (source, target) in enumerate(zip(samples, large, strict=True)):
            enlarge(source, target, number)
        setup = Setup(senses=frozenset(sense.name for sense in senses.SENSES))
        _report("index, small files", _glances(setup, samples))
        _report("index, 12 megapixels", _glances(setup, large))
        _report("annotate, 12 megapixels", _annotated(setup, large, Path(name)))


def _glances(setup: Setup, pictures: Sequence[Path]) -> dict[str, float]:
    observer, loaded = Observer(setup), pipeline.load().first_look()
    cnn = CompactCNN(models.folder("compact")).first_look()
    options = Options(setup.senses - _LATER)

    def one(path: Path, clock: _Clock) -> None:
        frame = clock("opening", lambda: sources.image(path, _FIRST))
        clock("network", lambda: cnn(replace(frame)))
        clock("glance", lambda: loaded.glance(frame, options=options))
        clock("whole", lambda: observer.look(ObservingTask(path)))

    return _least(one, pictures)


def _annotated(setup: Setup, pictures: Sequence[Path], place: Path) -> dict[str, float]:
    loaded, cnn = pipeline.load(), CompactCNN(models.folder("compact"))
    prepare = Preparing(setup, exiftool=True, folder=place / "work").begin()
    options = Options(setup.senses)

    def one(path: Path, clock: _Clock) -> None:
        frame = clock("opening", lambda: sources.image(path, _HALF))
        clock("network", lambda: cnn(replace(frame)))
        seen = clock("glance", lambda: loaded.glance(frame, options=options))
        if clock("looking for writing", lambda: may_be_written(frame)):
            written = frame.known(True, lambda: sources.image(path).pixels)
            clock("reading", lambda: pipeline.finish(written, seen, options=options))
        job = AltTextTask(path, digest(path), sidecar_of(path), WriteTarget.XMP, setup.version)
        clock("whole", lambda: prepare(job))

    return _least(one, pictures)


def _least(one: Callable[[Path, _Clock], None], pictures: Sequence[Path]) -> dict[str, float]:
    """Milliseconds a picture by stage, in the quickest of some rounds."""
    rounds = []
    for _ in range(_ROUNDS):
        clock = _Clock()
        for path in pictures:
            one(path, clock)
        rounds.append(clock.spent)
    return {s: 1000 * min(r[s] for r in rounds) / len(pictures) for s in rounds[0]}


def _report(title: str, spent: dict[str, float]) -> None:
    whole, glance = spent.pop("whole"), spent.pop("glance")
    spent["senses and words"] = glance - spent["network"]
    spent["files, metadata, the rest"] = whole - sum(spent.values())
    print(f"\n| {title} | ms | limit |\n| --- | --- | --- |")
    for stage, took in (*spent.items(), ("all", whole)):
        print(f"| {stage} | {took:.1f} | {1000 * _WORKERS / took:.0f} a second |")


if __name__ == "__main__":
    main()
