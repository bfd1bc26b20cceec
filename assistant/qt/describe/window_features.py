"""What the window can do, feature by feature: begun, reached by actions and closed in one way."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from assistant.qt.describe.controller import Controller
from assistant.qt.workers.newest import NewestWorker

Handlers = Mapping[str, Callable[[], object]]
Switches = Mapping[str, Callable[[bool], object]]


class Feature(QObject):
    """One of them.

    Args:
        features: those made before it, the controller, and what shows a window.
    """

    def __init__(self, features: "FeatureSet") -> None:
        super().__init__(features.controller)
        self._controller, self._show = features.controller, features.show

    def _show_alone(self, dialog: QDialog) -> None:
        """Show a window that is listened to: Live and the hints for aiming wait until it closes."""
        self._show(dialog)
        camera = self._controller.camera
        camera.pause(dialog)
        dialog.finished.connect(lambda: camera.go_on(dialog))

    def handlers(self) -> Handlers:
        """Action name → what it does; other features may have a part in the same action."""
        return {}

    def switches(self) -> Switches:
        """The same for actions that are on or off."""
        return {}

    def close(self) -> None:
        """End its workers, and give back files and devices: the window closes."""
        for worker in self.findChildren(NewestWorker):
            worker.close()


F = TypeVar("F", bound=Feature)


class FeatureSet:
    """All of them, each by its class.

    Args:
        controller: has the picture, the settings and the voice.
        show: shows a window in place of another one.
        kinds: which, each after those that it needs.
    """

    def __init__(
        self,
        controller: Controller,
        show: Callable[[QDialog], None],
        kinds: Iterable[type[Feature]],
    ) -> None:
        self.controller, self.show = controller, show
        self._made: dict[type[Feature], Feature] = {}
        for kind in kinds:
            self._made[kind] = kind(self)

    def __getitem__(self, kind: type[F]) -> F:
        return cast("F", self._made[kind])

    def __iter__(self) -> Iterator[Feature]:
        return iter(self._made.values())
