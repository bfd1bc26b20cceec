"""The window: it only shows. What happens is decided in :mod:`assistant.qt.describe.controller`."""

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QStatusTipEvent,
)
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant import paths
from assistant.qt.appearance import text_size
from assistant.qt.appearance.theme import Theme
from assistant.qt.describe.actions import Actions
from assistant.qt.describe.notices import Notices
from assistant.qt.settings.shortcuts import KeepKeys
from assistant.qt.settings.store import SettingsStore
from assistant.qt.speaking.roles import make_plain
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import HistoryList
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.focus import Detour
from assistant.qt.widgets.menu_bar import widen_more
from assistant.qt.widgets.text_view import TextView
from assistant.settings import BY_NAME

_BUTTONS = ("describe", "read", "open", "camera", "live", "stop", "why")
_SIZE = QSize(960, 760)
_NARROW = 28  # letters "x" wide: below that the history stands under the explanation
_MARGIN = 6  # pixels around the status
_PARTS = 100  # a splitter takes what is more than its parts need at the least for a share
_PICTURE = 64  # pixels, the least height
_EVERYWHERE = (
    "In Preferences, under Everywhere, you can choose keys that describe the window in front, "
    "whichever program it belongs to; they are off until then."
)


class MainWindow(QMainWindow):
    """A picture, its explanation in large type, a row of buttons and a line that says the state.

    Args:
        store: the settings; changes of what can be seen take effect at once.
    """

    painted = Signal()  # once, when the window is on the screen
    closing = Signal()
    dropped = Signal(object)  # QMimeData

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._was_painted = False
        # As long as nothing was ever set: that there are keys for every program.
        self._first = "" if store.was_set else f" {_EVERYWHERE}"
        self._keep_keys = KeepKeys(self)
        self.theme = Theme(self)
        self.actions_ = Actions(store["shortcuts"], self)
        self.text = TextView("Explanation")
        self.notices = Notices(self.text)
        self.history_list = self._make_history()
        self._history = Detour(self.history_list, self.text)
        self.status = self._make_status()
        self._state = ""
        self._picture = QStackedWidget()
        make_plain(self._picture)
        self._views = QSplitter(Qt.Orientation.Vertical)
        self._placeholder = self._make_placeholder()
        self._fill()
        self._make_menus()
        self._dress(store)
        for name in BY_NAME:
            self.follow(store, name)
        store.changed.connect(partial(self.follow, store))

    def show_picture_in(self, widget: QWidget) -> None:
        """Put the widget that paints pictures in the place of the welcome."""
        if self._picture.indexOf(widget) < 0:
            self._picture.addWidget(widget)
        self._picture.setCurrentWidget(widget)

    def add_bar(self, widget: QWidget) -> None:
        """Give a row of controls its place between the explanation and the buttons."""
        self._bars.addWidget(widget)

    def show_text(self, text: str) -> None:
        """Show an explanation from its beginning; the focus stays where it is."""
        self.text.setPlainText(text)

    def revise_text(self, text: str) -> None:
        """Show the explanation in its newer form; who reads it stays at the same place."""
        self.text.revise(text)

    def set_text_size(self, points: int) -> None:
        """Size of the explanation in points; everything else follows."""
        text_size.apply(points)
        self._fit_menus()
        share = max(35, min(65, points + 16))  # per cent of the height: large letters need room
        self._views.setSizes([(100 - share) * _PARTS, share * _PARTS])

    def set_status(self, sentence: str) -> None:
        """The line at the bottom."""
        if sentence != self._state:
            self._state = sentence
            self.status.setText(sentence)
            self.status.setAccessibleName(sentence)

    def follow(self, store: SettingsStore, name: str) -> None:
        """Take over one setting that can be seen."""
        if name == "text_size":
            self.set_text_size(store[name])
        elif name == "theme":
            self.theme.use(store[name])
            self.set_text_size(store["text_size"])  # the first style sheet takes Qt's fonts away
        elif name == "shortcuts":
            self.actions_.use_shortcuts(store[name])
        elif name == "level":
            self.actions_[store[name]].setChecked(True)
        elif name == "mute":
            self.actions_[name].setChecked(store[name])

    def show_history(self, visible: bool) -> None:
        """Show the list of explanations and go there, or hide it and go back from there."""
        if visible:
            self._history.enter(self.history_list)
        else:
            self._history.leave()
        self.actions_["history"].setChecked(visible)

    def welcome(self) -> str:
        """Words for a new user, with the keys as they are."""
        key = {
            name: self.actions_[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            for name in ("open", "paste", "camera", "describe", "help")
        }
        return (
            f"Welcome to Glimpse. Open a picture with {key['open']}, paste one with "
            f"{key['paste']}, or switch the camera on with {key['camera']} and press "
            f"{key['describe']}. "
            f"{key['help']} opens the help.{self._first}"
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window is there."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def event(self, event: QEvent) -> bool:
        """Show what a menu's row does where the state stands, as long as it is pointed at."""
        if isinstance(event, QStatusTipEvent):
            self.status.setText(event.tip() or self._state)
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window goes away."""
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the history below the explanation where it is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < self.text.fontMetrics().horizontalAdvance("x") * _NARROW
        direction = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        self._across.setOrientation(direction)
        self._fit_menus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped anywhere in the window."""
        mime = event.mimeData()
        # A page or a text may hold a picture; else it is told what it is.
        if mime.hasUrls() or mime.hasImage() or mime.hasHtml() or mime.hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped."""
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def _fill(self) -> None:
        views = self._views
        views.addWidget(self._picture)
        views.addWidget(self.text)
        across = self._across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(views)
        across.addWidget(self.history_list)
        across.setSizes([640, 320])
        for splitter in (views, across):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(8)
        page = room.ScrollPage()
        page.layout_.addWidget(self.notices)
        page.layout_.addWidget(across, 1)
        self._bars = QVBoxLayout()
        page.layout_.addLayout(self._bars)
        page.layout_.addLayout(self._make_buttons())
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(page, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(centre)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setFixedHeight(1)  # it only holds what screen readers are told by

    @staticmethod
    def _make_status() -> QLabel:
        """A line of its own, as Qt's status bar cannot wrap."""
        status = QLabel(textFormat=Qt.TextFormat.PlainText)  # it may hold a file's name
        status.setWordWrap(True)
        status.setMargin(_MARGIN)
        return status

    def _make_buttons(self) -> Flow:
        layout = Flow(fill=True)
        for name in _BUTTONS:
            button = QToolButton()
            button.setDefaultAction(self.actions_[name])
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(self.actions_[name].iconText())
            button.setAccessibleDescription(self.actions_[name].whatsThis())
            button.installEventFilter(self._keep_keys)
            layout.addWidget(button)
        return layout

    def _make_history(self) -> HistoryList:
        history = HistoryList("History", "Explanations so far, oldest first. Enter shows one.")
        history.installEventFilter(self._keep_keys)
        return history

    def _make_placeholder(self) -> QLabel:
        label = QLabel()
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setPixmap(self._icon().pixmap(QSize(_PICTURE, _PICTURE)))
        label.setAccessibleName("No picture yet")
        self._picture.addWidget(label)
        self._picture.setMinimumHeight(_PICTURE)
        return label

    def _make_menus(self) -> None:
        widen_more(self.menuBar())
        menus = self.actions_.fill(self.menuBar())
        self.recent_menu = QMenu("&Recent", self)
        self.camera_menu = QMenu("C&hoose camera", self)
        menus["&Picture"].insertMenu(self.actions_["preferences"], self.recent_menu)
        menus["&Camera"].addMenu(self.camera_menu)
        for submenu in (self.recent_menu, self.camera_menu):
            submenu.setAccessibleName(submenu.title().replace("&", ""))
        first = menus["&Picture"].menuAction()
        open_first = partial(self.menuBar().setActiveAction, first)
        QShortcut(QKeySequence("F10"), self).activated.connect(open_first)  # Qt has it not on X

    def _fit_menus(self) -> None:
        """Menus cannot be wrapped; what is too high for the screen scrolls."""
        bar = self.menuBar()
        room.shrink(bar, partial(_fits, bar, self.width()))
        for menu in self.findChildren(QMenu):
            room.shrink(menu, partial(_fits, menu, room.available(self).width()))

    def _dress(self, store: SettingsStore) -> None:
        self.setWindowTitle("Glimpse")
        self.setWindowIcon(self._icon())
        self.setAcceptDrops(True)
        room.fit(self, _SIZE)
        self.show_text(self.welcome())
        self.text.setFocus()
        self.actions_.used.connect(self.notices.clear)

    @staticmethod
    def _icon() -> QIcon:
        return QIcon(str(paths.resources() / "icons" / "glimpse.svg"))


def _fits(menu: QMenuBar | QMenu, width: int) -> bool:
    menu.ensurePolished()
    return menu.sizeHint().width() <= width
