"""The desktop's wish for high contrast, from the portal that all Linux desktops share.

Qt 6.12 asks it on GNOME only. Source: org.freedesktop.portal.Settings, namespace
org.freedesktop.appearance, key contrast: 1 is higher contrast.
"""

from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusVariant,
)

_PORTAL = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Settings",
)
_KEY = ("org.freedesktop.appearance", "contrast")
_HIGH = 1
_NEWS: Any = SLOT("_news(QDBusMessage)")  # PySide6's stubs want bytes, PySide6 itself text


class PortalContrast(QObject):
    """Follows whether the desktop wants high contrast; nothing here waits for an answer.

    Attributes:
        high: it does; False until the answer has come, and where there is no portal.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.high = False
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        bus.connect(*_PORTAL, "SettingChanged", self, _NEWS)
        question = QDBusMessage.createMethodCall(*_PORTAL, "Read")
        question.setArguments(list(_KEY))
        self._waiting = QDBusPendingCallWatcher(bus.asyncCall(question), self)
        self._waiting.finished.connect(self._answered)

    def _answered(self, answer: QDBusPendingCallWatcher) -> None:
        if not answer.isError():
            self._take(answer.reply().arguments()[0])

    @Slot(QDBusMessage)
    def _news(self, message: QDBusMessage) -> None:
        namespace, key, value = message.arguments()
        if (namespace, key) == _KEY:
            self._take(value)

    def _take(self, value: Any) -> None:  # noqa: ANN401 - what D-Bus sends
        while isinstance(value, QDBusVariant):  # Read wraps it twice
            value = value.variant()
        if (value == _HIGH) != self.high:
            self.high = not self.high
            self.changed.emit()
