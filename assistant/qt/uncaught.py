"""The last net: what nobody caught is logged with its traceback and told in one sentence."""

import logging
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from assistant import paths
from assistant.errors import AssistantError, Cancelled

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

# A fault in paintEvent comes back thirty times a second; it is spoken once in this many seconds.
_QUIET_S = 5.0


def sentence(error: BaseException) -> str:
    """A sentence for an error: its own, or where the details are.

    The traceback is logged, but for an AssistantError only at DEBUG: it may name the user's files.
    """
    known = isinstance(error, AssistantError)
    _log.log(logging.DEBUG if known else logging.ERROR, "Told as a sentence:", exc_info=error)
    if isinstance(error, AssistantError):
        return error.message
    log = paths.log_dir() / "glimpse.log"
    return f"Something went wrong inside Glimpse. The details are in the log at {log}."


class Uncaught(QObject):
    """The installed net; ``remove()`` puts back what was there before."""

    _happened = Signal(str)

    def __init__(self, on_error: Callable[[str], None]) -> None:
        super().__init__()
        self._on_error = on_error
        self._told: dict[str, float] = {}
        self._before = (sys.excepthook, threading.excepthook)
        # Queued: the fault may be in another thread, or in the middle of a paint.
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        self._before_qt = qInstallMessageHandler(_log_qt)

    def remove(self) -> None:
        """Put back the hooks that were there before."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._before_qt)

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Cancelled):
            return
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._happened.emit(sentence(error))

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    def _tell(self, text: str) -> None:
        now = time.monotonic()
        if now - self._told.get(text, -_QUIET_S) < _QUIET_S:
            return
        self._told[text] = now
        try:
            self._on_error(text)
        except Exception:  # noqa: BLE001 - an uncaught error here would call this very hook again
            _log.exception("The error could not be told: %s", text)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category, message)


def install(on_error: Callable[[str], None]) -> Uncaught:
    """Catch what nobody caught: exceptions of all threads, and Qt's own messages (to the log).

    Call it in the GUI thread. ``on_error`` is called there, later, with one speakable sentence;
    the same sentence at most once in five seconds. Keep the result: it is the net.
    """
    return Uncaught(on_error)
