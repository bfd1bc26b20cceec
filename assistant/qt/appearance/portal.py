"""The desktop's wish for high contrast, from the portal that all Linux desktops share.

Qt 6.12 asks it on GNOME only. Source: org.freedesktop.portal.Settings, namespace
org.freedesktop.appearance, key contrast: 1 is higher contrast.
"""

from typing import Any

from jeepney import DBusAddress, MatchRule, Message, new_method_call
from PySide6.QtCore import QObject, Signal, Slot

from assistant.qt.bus import answer, connected

_PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Desktop",
    "org.freedesktop.portal.Settings",
)
_KEY = ("org.freedesktop.appearance", "contrast")
_HIGH = 1


class PortalContrast(QObject):
    """Follows whether the desktop wants high contrast; nothing here waits for an answer.

    Attributes:
        high: it does; False until the answer has come, and where there is no portal.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.high = False
        bus = connected(self)
        if bus is None:
            return
        bus.told.connect(self._news)
        news = MatchRule(
            type="signal", interface=_PORTAL.interface, path=_PORTAL.object_path,
            member="SettingChanged",
        )  # fmt: skip
        bus.follow(news)
        bus.call(new_method_call(_PORTAL, "Read", "ss", _KEY), self._answered)

    def _answered(self, message: Message) -> None:
        for value in answer(message):
            self._take(value)

    @Slot(object)
    def _news(self, message: Message) -> None:
        if message.body[:2] == _KEY:
            self._take(message.body[2])

    def _take(self, value: Any) -> None:  # noqa: ANN401 - what D-Bus sends
        while isinstance(value, tuple):  # a variant: type and value; Read wraps it twice
            value = value[1]
        if (value == _HIGH) != self.high:
            self.high = not self.high
            self.changed.emit()
