"""The camera's thread: newest picture only, unplugging, hanging drivers."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.qt.live import camera_thread
from assistant.qt.live.camera_thread import CameraJob
from assistant.sources import EndOfVideo, live_source
from tests.waiting import SECONDS


class Camera:
    """A scripted device: a number is a picture of that brightness, an exception is raised."""

    def __init__(self, script: Iterator[int | Exception]) -> None:
        self.script, self.closed = script, False

    def read(self) -> Frame:
        time.sleep(0.005)
        item = next(self.script)
        if isinstance(item, Exception):
            raise item
        return Frame(np.full((9, 16, 3), item, np.uint8), "camera 0")

    def close(self) -> None:
        self.closed = True


def endless() -> Iterator[int | Exception]:
    while True:
        yield 7


class Heard(QObject):
    def __init__(self, job: CameraJob) -> None:
        super().__init__()
        self.events: list[Any] = []
        job.started.connect(self.started)
        job.noticed.connect(self.events.append)
        job.failed.connect(self.failed)
        job.stopped.connect(self.stopped)

    def started(self) -> None:
        self.events.append("started")

    def failed(self, message: str) -> None:
        self.events.append(("failed", message))

    def stopped(self) -> None:
        self.events.append("stopped")


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Callable[[Callable[[], Any]], tuple[CameraJob, Heard]]]:
    jobs = []

    def make(open_: Callable[[], Any]) -> tuple[CameraJob, Heard]:
        jobs.append(CameraJob(open_, print))
        return jobs[-1], Heard(jobs[-1])

    yield make
    for job in jobs:
        job.close()


def test_the_newest_picture_until_the_film_is_over(qtbot: QtBot, make: Any) -> None:
    go_on = threading.Event()

    def script() -> Iterator[int | Exception]:
        yield from (1, 2, 3)
        go_on.wait(SECONDS)
        yield EndOfVideo("The film is over.")

    camera = Camera(script())
    job, heard = make(lambda: camera)
    assert job.newest() is None
    job.start()
    qtbot.waitUntil(lambda: job.newest() is not None and job.newest().pixels[0, 0, 0] == 3)
    qtbot.waitUntil(lambda: bool(heard.events))
    assert heard.events == ["started"]
    go_on.set()
    qtbot.waitUntil(lambda: heard.events == ["started", "stopped"])
    assert job.newest() is None
    assert camera.closed


def test_stop_returns_at_once_and_start_works_again(
    qtbot: QtBot, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_thread, "_PATIENCE_S", SECONDS)  # it only looks as if it hung
    cameras: list[Camera] = []

    def open_() -> Camera:
        assert all(camera.closed for camera in cameras), "two hold one camera"
        cameras.append(Camera(endless()))
        return cameras[-1]

    job, heard = make(open_)
    for _ in range(3):
        job.start()
        job.start()
        qtbot.waitUntil(lambda: job.newest() is not None)
        job.stop()
        assert job.newest() is None
    qtbot.waitUntil(lambda: heard.events[-1:] == ["stopped"])
    assert heard.events.count("stopped") == 1  # not of those that were started again at once
    assert len(cameras) == 3


def test_unplugged_and_plugged_in_again(
    qtbot: QtBot, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_source.live, "__defaults__", (0.02,))  # seconds between two tries
    plugged = threading.Event()
    scripts = [iter([1, SourceError("gone")]), endless()]

    def open_() -> Camera:
        if len(scripts) == 1 and not plugged.is_set():
            raise SourceError("No camera was found.")
        return Camera(scripts.pop(0))

    job, heard = make(open_)
    job.start()
    qtbot.waitUntil(lambda: len(heard.events) == 2)
    assert heard.events == ["started", live_source.LOST.text]
    assert job.newest() is None  # an old picture would be a lie
    plugged.set()
    qtbot.waitUntil(lambda: job.newest() is not None)
    qtbot.waitUntil(lambda: live_source.BACK.text in heard.events)


def test_a_camera_that_cannot_be_opened(qtbot: QtBot, make: Any) -> None:
    def open_() -> Camera:
        raise SourceError("No camera was found; plug one in.")

    job, heard = make(open_)
    job.start()
    qtbot.waitUntil(lambda: "stopped" in heard.events)
    assert heard.events == [("failed", "No camera was found; plug one in."), "stopped"]


def test_a_fault_of_ours_is_told(qtbot: QtBot, make: Any, caplog: pytest.LogCaptureFixture) -> None:
    job, heard = make(lambda: Camera(iter([ZeroDivisionError("secret")])))
    job.start()
    qtbot.waitUntil(lambda: "stopped" in heard.events)
    assert heard.events[0][1].startswith("Something went wrong inside Glimpse.")
    assert "secret" in caplog.text


def test_a_camera_that_hangs_while_opening(qtbot: QtBot, make: Any) -> None:
    release, opening = threading.Event(), []

    def open_() -> Camera:
        opening.append(1)
        if len(opening) == 1:
            release.wait(SECONDS)
        return Camera(endless())

    job, heard = make(open_)
    job.start()
    qtbot.waitUntil(lambda: len(opening) == 1)
    job.stop()
    qtbot.waitUntil(lambda: heard.events == ["stopped"])
    job.start()  # another one, say
    qtbot.waitUntil(lambda: job.newest() is not None)
    release.set()
    qtbot.wait(50)
    assert heard.events == ["stopped", "started"]


def test_closing_does_not_wait_for_one_that_hangs(qtbot: QtBot, make: Any) -> None:
    release, opening = threading.Event(), threading.Event()
    camera = Camera(endless())

    def open_() -> Camera:
        opening.set()
        release.wait(SECONDS)
        return camera

    job, heard = make(open_)
    job.start()
    assert opening.wait(SECONDS)
    job.close()
    job.close()
    assert not camera.closed  # it was not waited for
    release.set()
    qtbot.waitUntil(lambda: camera.closed)
    assert heard.events == []
