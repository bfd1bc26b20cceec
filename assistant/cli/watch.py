"""``glimpse watch``: describe what a camera or a film shows, as it changes."""

import argparse
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

from assistant import sources
from assistant.aiming import Aim, Measures, measure
from assistant.cli import output, speaking
from assistant.errors import SettingsError, SpeechError
from assistant.live import Live
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Explanation, Level
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.speech import play
from assistant.video.film import Film
from assistant.video.stretches import Stretch, stretches_of

Told = tuple[Explanation, list[str]]  # a look, and what is new in it
Items = Generator[Frame | sources.Notice, None, None]


def run(arguments: argparse.Namespace) -> int:
    """Watch until the film ends or the user stops it.

    Raises:
        SettingsError: a film cannot be aimed.
    """
    _check(arguments)
    chosen = arguments.settings
    level = Level(arguments.level or chosen["level"])
    camera = chosen["camera"] if arguments.camera is None else arguments.camera
    if arguments.seek is not None:
        from assistant.cli import seek  # brings what recognises taught things

        # A film is read picture by picture there.
        with closing(_Mouth(arguments.quiet)) as mouth, closing(_items(arguments, camera)) as items:
            return seek.watch(arguments, items, mouth.say)
    options = output.options(arguments, chosen)
    describer: pipeline.Pipeline | None = None
    live = Live(steady=1) if arguments.video else Live()
    aiming = _Aiming() if arguments.aim else None
    every = bool(arguments.video or aiming)  # a film's are chosen already; who aims needs all
    with closing(_Mouth(arguments.quiet)) as mouth, closing(_items(arguments, camera)) as items:
        for item in items:
            if isinstance(item, sources.Notice):
                output.notice(item.text)
                mouth.say([item.text])
                continue
            if not (every or live.is_due(item)):
                continue
            # Loaded only now: a wrong film or camera is told at once.
            describer = describer or pipeline.load(arguments.profile or chosen["profile"])
            look = _once if arguments.video else _twice
            for explanation, news in look(describer, item, live, level, options):
                hint = aiming.hint(item, explanation) if aiming else None
                if hint:
                    output.notice(hint)
                    mouth.say([hint])
                if news:
                    _show(explanation, level, arguments.json, news)
                    mouth.say(news)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if arguments.aim and arguments.video:
        raise SettingsError("A film cannot be aimed. Leave out --aim, or use a camera.")
    if arguments.aim and arguments.seek is not None:
        raise SettingsError("Choose one of --aim and --seek.")


def _once(
    describer: pipeline.Pipeline, frame: Frame, live: Live, level: Level, options: Options
) -> Iterator[Told]:
    """What is told of a film: each stretch is seen once, nothing waits for a second."""
    explanation = describer.describe(frame, options=options)
    yield explanation, [sentence.text for sentence in live.news(explanation, frame.time, level)]


def _twice(
    describer: pipeline.Pipeline, frame: Frame, live: Live, level: Level, options: Options
) -> Iterator[Told]:
    """What is told of a camera: at once what was seen, and then what was read."""
    first = describer.glance(frame, options=options)
    yield first, [sentence.text for sentence in live.news(first, frame.time, level)]
    if first.description.pending:
        final = pipeline.finish(frame, first, options=options)
        yield final, live.lines(final, frame.time, options.read_all)


def _items(arguments: argparse.Namespace, camera: str) -> Items:
    if arguments.video:
        return _seen(sources.local(arguments.video))
    return _newest(lambda: sources.open_camera(camera))


def _seen(path: Path) -> Items:
    """The best picture of each stretch of a film in which the same is in view."""
    with Film(path) as film:
        for step in stretches_of(film):
            if isinstance(step, Stretch):
                yield step.picture.frame()


def _newest(open_camera: Callable[[], sources.Capture]) -> Items:
    """Notices, and always the newest frame: a thread reads while the last one is described."""
    feed = _Feed(open_camera)
    try:
        yield from feed
    finally:
        feed.close()


class _Feed:
    def __init__(self, open_camera: Callable[[], sources.Capture]) -> None:
        self._open = open_camera
        self._ready = threading.Condition()
        self._frame: Frame | None = None
        self._notices: list[sources.Notice] = []
        self._error: Exception | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read, name="camera")
        self._thread.start()

    def __iter__(self) -> Items:
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._frame or self._notices or self._error)
                notices, self._notices = self._notices, []
                frame, self._frame = self._frame, None
                error = self._error
            yield from notices
            if frame:
                yield frame
            elif error:
                raise error

    def close(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _read(self) -> None:
        try:
            for item in sources.live(self._open, self._stopped.is_set):
                self._put(item)
        except Exception as error:  # noqa: BLE001 - this thread's edge: raised where it is read
            with self._ready:
                self._error = error
                self._ready.notify()

    def _put(self, item: Frame | sources.Notice) -> None:
        with self._ready:
            if isinstance(item, Frame):
                self._frame = item
            else:
                self._notices.append(item)
            self._ready.notify()


class _Mouth:
    """Speaks if it can; the first failure is told once and then it only prints."""

    def __init__(self, quiet: bool) -> None:
        self._voice = None if quiet else speaking.system_voice()

    def say(self, sentences: list[str]) -> None:
        if not self._voice:
            return
        try:
            for sentence in sentences:
                audio = self._voice.synthesise(sentence)
                speaking.tell_notice(self._voice)
                play(audio)
        except SpeechError as error:
            output.notice(error.message)
            self.close()
            self._voice = None

    def close(self) -> None:
        if self._voice:
            self._voice.close()


class _Aiming:
    """Hints for pointing the camera; persons that were seen are what it is pointed at."""

    def __init__(self) -> None:
        self._aim = Aim()
        self._before: Measures | None = None
        self._frame: Frame | None = None

    def hint(self, frame: Frame, explanation: Explanation) -> str | None:
        if frame is self._frame:  # two things are told of one look
            return None
        self._frame = frame
        self._before = measure(frame, self._before)
        seen = explanation.description.of_kind("object", "people")
        persons = [o.box for o in seen if o.box and o.label in ("person", "face")]
        hint = self._aim.update(self._before, persons)
        return hint.text if hint else None


def _show(explanation: Explanation, level: Level, as_json: bool, news: list[str]) -> None:
    """The news alone as text; in JSON everything, and which of it is new."""
    if as_json:
        output.json_line(output.as_dict(explanation, level) | {"new": news})
    else:
        output.result(" ".join(news))
