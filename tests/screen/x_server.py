"""A real X server without a screen, windows on it, and keys that are pressed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

needs_xvfb = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("Xvfb"), reason="Xvfb not installed"
)


@contextmanager
def server(size: str = "320x240") -> Iterator[str]:
    """The name of its display."""
    number, tell = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", f"{size}x24", "-nolisten", "tcp",
         "-noreset"],
        pass_fds=[tell], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(tell)
    try:
        with os.fdopen(number) as told:
            yield f":{told.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait()


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A server for the tests of one file."""
    with server() as name:
        yield name


@pytest.fixture
def client(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator["Client"]:
    """A program there, where nothing tells of another desktop."""
    monkeypatch.setenv("DISPLAY", display)
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    made = Client()
    yield made
    made.close()


class Client:
    """A program on that display which shows windows of one colour, and presses keys.

    Plays the window manager, too: it keeps the list of windows and which is in front.
    """

    def __init__(self) -> None:
        import xcffib
        import xcffib.xproto
        import xcffib.xtest

        self._p = xcffib.xproto
        self._x = xcffib.connect()
        self._test = self._x(xcffib.xtest.key)
        self._root = self._x.get_setup().roots[0]
        self._stack: list[int] = []

    def show(
        self, colour: int, box: tuple[int, int, int, int], title: str, pid: int = 1,
        program: str = "letters",
    ) -> int:  # fmt: skip
        """A window in front of those before; ``colour`` as 0xRRGGBB."""
        p, key = self._p, self._x.generate_id()
        self._x.core.CreateWindow(
            self._root.root_depth, key, self._root.root, *box, 0, p.WindowClass.InputOutput,
            self._root.root_visual, p.CW.BackPixel | p.CW.OverrideRedirect, [colour, 1],
        )  # fmt: skip
        self._set(key, "_NET_WM_NAME", "UTF8_STRING", title.encode())
        self._set(key, "WM_CLASS", "STRING", f"{program}\0{program}\0".encode())
        self._set_numbers(key, "_NET_WM_PID", "CARDINAL", [pid])
        self._x.core.MapWindow(key)
        self._stack.append(key)
        self._set_numbers(self._root.root, "_NET_CLIENT_LIST_STACKING", "WINDOW", self._stack)
        self.front(key)
        return key

    def front(self, key: int) -> None:
        """What is typed goes to this one."""
        self._set_numbers(self._root.root, "_NET_ACTIVE_WINDOW", "WINDOW", [key])
        self._x.core.GetInputFocus().reply()  # all that was asked for is done by then

    def focus(self, title: str) -> None:
        """What is typed goes to another program's window, as a window manager would have it."""
        for key in self._x.core.QueryTree(self._root.root).reply().children:
            kind = self._p.Atom.Any
            name = self._x.core.GetProperty(
                False, key, self._atom("_NET_WM_NAME"), kind, 0, 99
            ).reply()
            if bytes(name.value.buf()).decode() == title:
                parent = self._p.InputFocus.Parent
                self._x.core.SetInputFocus(parent, key, self._p.Time.CurrentTime)
        self._x.core.GetInputFocus().reply()

    def press(self, *keys: int) -> None:
        """Press these key codes together, and let them go."""
        for down in (True, False):
            for key in keys if down else reversed(keys):
                self._test.FakeInput(2 if down else 3, key, 0, self._root.root, 0, 0, 0)
        self._x.core.GetInputFocus().reply()

    def take(self, key: int, held: int) -> None:
        """Have a key code with these modifiers for itself; raises where another program has it."""
        mode = self._p.GrabMode.Async
        self._x.core.GrabKeyChecked(False, self._root.root, held, key, mode, mode).check()

    def code(self, symbol: int) -> int:
        """The code of the key with this sign on it."""
        setup = self._x.get_setup()
        first, count = setup.min_keycode, setup.max_keycode - setup.min_keycode + 1
        mapping = self._x.core.GetKeyboardMapping(first, count).reply()
        return first + list(mapping.keysyms).index(symbol) // mapping.keysyms_per_keycode

    def close(self) -> None:
        """Its windows go with it."""
        self._x.disconnect()

    def _set_numbers(self, key: int, name: str, kind: str, numbers: list[int]) -> None:
        self._x.core.ChangeProperty(
            self._p.PropMode.Replace, key, self._atom(name), self._atom(kind), 32,
            len(numbers), numbers,
        )  # fmt: skip

    def _set(self, key: int, name: str, kind: str, data: bytes) -> None:
        self._x.core.ChangeProperty(
            self._p.PropMode.Replace, key, self._atom(name), self._atom(kind), 8, len(data), data
        )

    def _atom(self, name: str) -> int:
        return self._x.core.InternAtom(False, len(name), name).reply().atom
