"""A camera that is pulled out and put back."""

import threading
import time

import numpy as np
import pytest

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.sources import EndOfVideo, Notice, live

LOST = Notice("The camera was disconnected. I will keep trying.")
BACK = Notice("The camera is back.")


class ScriptedCapture:
    """A camera that plays a script: numbers are frames, None is a pulled plug, "end" is the end."""

    def __init__(self, script):
        self._script = iter(script)
        self.closed = False

    def read(self):
        step = next(self._script, "end")
        if self.closed or step is None:
            raise SourceError("The camera gives no picture; plug it in again.")
        if step == "end":
            raise EndOfVideo("The film is over.")
        return Frame(np.zeros((2, 2, 3), np.uint8), "camera", float(step))

    def close(self):
        self.closed = True


class Socket:
    """Where cameras are plugged in: each opening gives the next script; None: nothing there."""

    def __init__(self, *scripts):
        self._scripts = iter(scripts)
        self.opened = []
        self.times = []

    def open(self):
        self.times.append(time.monotonic())
        script = next(self._scripts)
        if script is None:
            raise SourceError("No camera was found; plug one in, or open a picture instead.")
        self.opened.append(ScriptedCapture(script))
        return self.opened[-1]


def heard(socket, retry_s=0.01, should_stop=lambda: False):
    return [x if isinstance(x, Notice) else x.time for x in live(socket.open, should_stop, retry_s)]


def test_an_unplugged_camera_is_told_once_and_waited_for():
    socket = Socket([1, 2, None], None, None, [3, 4])
    assert heard(socket) == [1, 2, LOST, BACK, 3, 4]
    assert all(camera.closed for camera in socket.opened)


def test_a_camera_that_opens_but_gives_nothing_is_not_back_yet():
    socket = Socket([1, None], [None], [None], [2])
    assert heard(socket) == [1, LOST, BACK, 2]
    assert all(camera.closed for camera in socket.opened)


def test_a_camera_may_be_lost_again():
    assert heard(Socket([1, None], [2, None], [3])) == [1, LOST, BACK, 2, LOST, BACK, 3]


def test_a_camera_that_was_never_there_is_an_error_not_a_wait():
    with pytest.raises(SourceError, match="No camera was found"):
        heard(Socket(None))


def test_it_waits_between_two_tries():
    socket = Socket([None], None, None, [1])
    heard(socket, retry_s=0.15)
    gaps = np.diff(socket.times)
    assert gaps.min() >= 0.14


def test_stop_ends_a_long_wait_at_once():
    stop = threading.Event()
    socket = Socket([1, None])
    frames = live(socket.open, stop.is_set, retry_s=3600)
    assert next(frames).time == 1
    assert next(frames) == LOST
    threading.Timer(0.2, stop.set).start()
    assert list(frames) == []
    assert socket.opened[0].closed


def test_stop_between_frames_closes_the_camera():
    socket = Socket(range(1000))
    seen = []
    for frame in live(socket.open, lambda: len(seen) == 3):
        seen.append(frame)
    assert len(seen) == 3
    assert socket.opened[0].closed


def test_leaving_early_closes_the_camera():
    socket = Socket(range(1000))
    frames = live(socket.open, lambda: False)
    next(frames)
    frames.close()
    assert socket.opened[0].closed


def test_a_mistake_in_the_source_is_not_swallowed_and_closes_the_camera():
    class Broken(ScriptedCapture):
        def read(self):
            raise ZeroDivisionError

    broken = Broken([])
    with pytest.raises(ZeroDivisionError):
        list(live(lambda: broken, lambda: False))
    assert broken.closed


def test_stopped_before_it_began_opens_nothing():
    socket = Socket([1])
    assert heard(socket, should_stop=lambda: True) == []
    assert socket.opened == []
