"""Who is answered, and when, by the thread that describes."""

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from assistant import paths, sources
from assistant.errors import Cancelled, ModelError
from assistant.pipeline.evidence import Explanation, Level, Sentence
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.pipeline.pipeline import Pipeline, load
from assistant.qt.describe.describer import Described, Describer
from tests.waiting import SECONDS

_DEFAULT = Options()


def frame(name: str) -> Frame:
    return Frame(np.zeros((4, 4, 3), np.uint8), name)


class Scripted(Pipeline):
    """Describes a picture by its name, when it is let go."""

    def __init__(self, profile: str = "compact") -> None:
        self.profile = profile
        self.open = threading.Event()
        self.open.set()
        self.seen: list[str] = []

    def glance(
        self, x: Frame, should_stop: Callable[[], bool], options: Options = _DEFAULT
    ) -> Explanation:
        self.seen.append(x.source)
        while not self.open.wait(0.002):
            if should_stop():
                raise Cancelled
        return Explanation({Level.STANDARD: (Sentence(f"{self.profile} {x.source}"),)}, Any)


class Heard(QObject):
    def __init__(self, describer: Describer) -> None:
        super().__init__()
        self.events: list[Any] = []
        describer.explained.connect(self.explained)
        describer.failed.connect(self.failed)
        describer.loading.connect(self.loading)
        describer.ready.connect(self.ready)
        describer.started.connect(self.started)

    @property
    def answers(self) -> list[Any]:
        return [event for event in self.events if isinstance(event, tuple)]

    def explained(self, described: Described) -> None:
        explanation, live = described.first, described.live
        self.events.append((explanation.text(), live))

    def failed(self, message: str) -> None:
        self.events.append(("failed", message))

    def loading(self) -> None:
        self.events.append("loading")

    def ready(self) -> None:
        self.events.append("ready")

    def started(self) -> None:
        self.events.append("started")


@pytest.fixture
def pipeline() -> Scripted:
    return Scripted()


@pytest.fixture
def describer(qtbot: QtBot, pipeline: Scripted) -> Iterator[Describer]:
    describer = Describer(lambda: pipeline, print)
    yield describer
    pipeline.open.set()
    describer.close()


def test_models_are_loaded_once_at_the_first_picture(qtbot: QtBot, describer: Describer) -> None:
    heard = Heard(describer)
    for name in ("a", "b"):
        assert not describer.busy
        with qtbot.waitSignal(describer.explained):
            describer.submit(frame(name))
            assert describer.busy
    assert heard.events == [
        *("loading", "ready", "started", ("compact a", False)),
        *("started", ("compact b", False)),
    ]


def test_warming_up_loads_and_says_nothing(qtbot: QtBot, describer: Describer) -> None:
    heard = Heard(describer)
    with qtbot.waitSignal(describer.ready):
        describer.warm_up()
        assert not describer.busy
    with qtbot.waitSignal(describer.explained):
        describer.submit(frame("a"))
    assert heard.events == ["loading", "ready", "started", ("compact a", False)]


def test_what_was_asked_for_is_answered_in_spite_of_live_pictures(
    qtbot: QtBot, describer: Describer, pipeline: Scripted
) -> None:
    heard = Heard(describer)
    pipeline.open.clear()
    describer.submit(frame("live 1"), live=True)
    qtbot.waitUntil(lambda: pipeline.seen == ["live 1"])
    describer.submit(frame("live 2"), live=True)
    describer.submit(frame("asked"))
    for number in range(3, 9):
        describer.submit(frame(f"live {number}"), live=True)
    qtbot.waitUntil(lambda: pipeline.seen == ["live 1", "asked"])  # the live one was interrupted
    describer.submit(frame("live 9"), live=True)
    with qtbot.waitSignal(describer.explained):
        pipeline.open.set()
    assert heard.answers == [("compact asked", False)]
    with qtbot.waitSignal(describer.explained):
        describer.submit(frame("live 10"), live=True)
    assert heard.answers[1:] == [("compact live 10", True)]


def test_asking_again_and_again_is_answered(
    qtbot: QtBot, describer: Describer, pipeline: Scripted
) -> None:
    heard = Heard(describer)
    pipeline.open.clear()
    describer.submit(frame("0"))
    qtbot.waitUntil(lambda: pipeline.seen == ["0"])
    for number in range(1, 30):  # a key that is held down
        describer.submit(frame(str(number)))
    pipeline.open.set()
    qtbot.waitUntil(lambda: not describer.busy)
    assert heard.answers == [("compact 0", False), ("compact 29", False)]


def test_a_cancelled_picture_is_never_answered(
    qtbot: QtBot, describer: Describer, pipeline: Scripted
) -> None:
    heard = Heard(describer)
    pipeline.open.clear()
    describer.submit(frame("old"))
    qtbot.waitUntil(lambda: pipeline.seen == ["old"])
    describer.cancel()
    assert not describer.busy
    describer.submit(frame("new"))
    qtbot.waitUntil(lambda: pipeline.seen == ["old", "new"])
    with qtbot.waitSignal(describer.explained):
        pipeline.open.set()
    assert heard.answers == [("compact new", False)]


def test_another_profile_is_loaded_and_the_old_one_freed(qtbot: QtBot) -> None:
    alive: list[weakref.ref[Scripted]] = []

    def load_profile(profile: str) -> Scripted:
        assert all(ref() is None for ref in alive), "two in memory at once"
        pipeline = Scripted(profile)
        alive.append(weakref.ref(pipeline))
        return pipeline

    describer = Describer(lambda: load_profile("compact"), print)
    heard = Heard(describer)
    with qtbot.waitSignal(describer.explained):
        describer.submit(frame("a"))
    describer.set_load(lambda: load_profile("standard"))
    with qtbot.waitSignal(describer.explained):
        describer.submit(frame("a"))
    describer.close()
    assert heard.answers == [("compact a", False), ("standard a", False)]
    assert all(ref() is None for ref in alive)


def test_missing_models_are_told_and_looked_for_again(qtbot: QtBot) -> None:
    found: list[Any] = [ModelError("The models are missing. Download them."), Scripted()]

    def load_() -> Pipeline:
        outcome = found.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    describer = Describer(load_, print)
    heard = Heard(describer)
    with qtbot.waitSignal(describer.failed):
        describer.submit(frame("a"))
    with qtbot.waitSignal(describer.explained):
        describer.submit(frame("a"))
    describer.close()
    assert heard.answers == [
        ("failed", "The models are missing. Download them."),
        ("compact a", False),
    ]


def test_missing_models_are_told_although_the_picture_was_cancelled(qtbot: QtBot) -> None:
    go_on = threading.Event()

    def load_() -> Pipeline:
        go_on.wait(SECONDS)
        raise ModelError("The models are missing. Download them.")

    describer = Describer(load_, print)
    heard = Heard(describer)
    with qtbot.waitSignal(describer.loading):
        describer.submit(frame("a"))
    describer.cancel()
    with qtbot.waitSignal(describer.failed):
        go_on.set()
    describer.close()
    assert len(heard.answers) == 1


def test_closing_while_models_are_loaded(qtbot: QtBot) -> None:
    loading = threading.Event()

    def load_() -> Pipeline:
        loading.set()
        time.sleep(0.2)
        return Scripted()

    describer = Describer(load_, print)
    heard = Heard(describer)
    describer.submit(frame("a"))
    assert loading.wait(SECONDS)
    describer.close()
    describer.close()
    qtbot.wait(20)
    assert heard.answers == []


@pytest.mark.usefixtures("freezing")
def test_the_real_models_describe_while_the_window_goes_on(qtbot: QtBot) -> None:
    describer = Describer(partial(load, "compact"), print)
    heard, ticks = Heard(describer), []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    with qtbot.waitSignal(describer.ready):
        describer.warm_up()
    ticks.clear()
    began = time.perf_counter()
    with qtbot.waitSignal(describer.explained):
        describer.submit(sources.image(paths.resources() / "samples" / "cat.jpg"))
    took = time.perf_counter() - began
    describer.close()
    assert heard.answers[0][0].endswith(".")
    assert len(ticks) > took / 0.5  # how fast is for the benchmark: others use these cores, too
