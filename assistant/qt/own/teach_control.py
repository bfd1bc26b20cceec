"""Teaching in the window: views are looked at in a thread, and each is answered by a sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import saving
from assistant.errors import AssistantError, ShouldStop
from assistant.pipeline import nouns
from assistant.pipeline.frame import Frame
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.own.teach_dialog import TeachDialog
from assistant.qt.own.things_page import NONE
from assistant.qt.widgets.question import QuestionBox
from assistant.qt.workers.newest import NewestWorker
from assistant.teach import naming
from assistant.teach.store import TaughtThing, ThingStore

if TYPE_CHECKING:  # the network's company is heavy
    from assistant.teach.store import View

_NAME_FIRST = "Type a name for it first, such as: red mug."
_SAME = "Still {}: that is the same view as before. Turn it, or come nearer."
_HOLD = "Hold it before the camera, near and in the middle, and press Enter for each view."
_BUSY = "One moment: the last view is being looked at."


@dataclass(frozen=True)
class _Wish:
    """What the thread is to do: look at frames or files as views, or keep those there are."""

    frames: tuple[Frame, ...] = ()
    files: tuple[Path, ...] = ()
    keep: str = ""  # the name
    views: "tuple[View, ...]" = ()
    tried: Frame | None = None  # what is tried at the end


@dataclass(frozen=True)
class _Done:
    views: "tuple[View, ...]" = ()
    same: int = 0  # views that were left out
    sentences: tuple[str, ...] = ()


class TeachControl(Feature):
    """Opens the window, takes views, and keeps what was taught."""

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        self._voice = self._controller.voice
        self.dialog: TeachDialog | None = None
        self._views: tuple[View, ...] = ()
        self._worker: NewestWorker[_Wish, _Done] = NewestWorker(_teaching, self._failed, self)
        self._worker.done.connect(self._ended)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"teach": self.open}

    def open(self) -> None:
        """Show the window."""
        dialog = TeachDialog(self._controller.window)
        teach, things = dialog.teach, dialog.things
        teach.named.connect(self._named)
        teach.viewed.connect(self._view)
        teach.picked.connect(self._look_at)
        teach.finished.connect(self._finish)
        things.renamed.connect(self._rename)
        things.more.connect(self._more)
        things.exported.connect(self._export)
        things.deleted.connect(self._delete)
        things.asked.connect(self._ask)
        things.told.connect(self._voice.answer)
        self._show_alone(dialog)  # closes an older one
        self.dialog, self._views = dialog, ()
        dialog.finished.connect(self._closed)
        self._list()
        self._voice.say_unless_read(["Teach a thing.", teach.text.toPlainText()])

    def _named(self) -> None:
        """The name is there: on with the camera, and to the button that takes a view."""
        if self.dialog is None or not self._checked():
            return
        self.dialog.teach.take.setFocus()
        self._controller.camera.when_on(self._hold)

    def _hold(self, before: list[str]) -> None:
        if self.dialog is not None:
            self._tell(*before, _HOLD)
        else:
            self._voice.say(before)

    def _checked(self) -> str:
        """The name; empty, and told, where it is none."""
        assert self.dialog is not None
        try:
            return naming.checked(self.dialog.teach.field.text())
        except AssistantError:
            self._tell(_NAME_FIRST)
            self.dialog.teach.field.setFocus()
            return ""

    def _view(self) -> None:
        if self.dialog is None or not self._checked():
            return
        camera = self._controller.camera
        frame = camera.newest() if camera.on else None
        if frame is None:
            camera.when_on(self._hold)
        elif self._worker.pending:
            self._tell(_BUSY)
        else:
            self._voice.play("started")
            self._worker.submit(_Wish(frames=(frame,), views=self._views))

    def _look_at(self, files: Sequence[Path]) -> None:
        if self.dialog is not None and self._checked():
            self._worker.submit(_Wish(files=tuple(files), views=self._views))

    def _finish(self) -> None:
        if self.dialog is None or not (name := self._checked()):
            return
        if self._worker.pending:
            self._tell(_BUSY)
            return
        camera = self._controller.camera
        tried = camera.newest() if camera.on else None
        self._worker.submit(_Wish(keep=name, views=self._views, tried=tried))

    def _ended(self, wish: _Wish, done: _Done) -> None:
        if self.dialog is None:
            return
        if wish.keep:
            self._views = ()
            self._voice.play("done")
            self._list()
            self._tell(*done.sentences)
            return
        self._views = done.views
        self._tell(*_answer(len(done.views), done.same, many=bool(wish.files)))

    def _failed(self, message: str) -> None:
        self._tell(message)

    def _more(self, thing: TaughtThing) -> None:
        assert self.dialog is not None
        self.dialog.tabs.setCurrentWidget(self.dialog.teach)
        self.dialog.teach.field.setText(thing.name)
        self._named()

    def _rename(self, thing: TaughtThing, name: str) -> None:
        def rename(store: ThingStore) -> str:
            renamed = naming.spoken(store.rename(thing, name).name)
            return f"It is {renamed} now."

        self._do(rename)

    def _delete(self, thing: TaughtThing) -> None:
        def delete(store: ThingStore) -> str:
            store.delete(thing)
            return f"{thing.name} is forgotten."

        self._do(delete)

    def _export(self, things: Sequence[TaughtThing], path: Path) -> None:
        def export(store: ThingStore) -> str:
            saving.must_be_new(path, (".zip",), "a ZIP file")
            store.export(things, path)
            return f"Saved as {path.name}."

        self._do(export)

    def _do(self, step: Callable[[ThingStore], str]) -> None:
        """A step that takes milliseconds; what comes of it is told."""
        try:
            told = step(ThingStore())
        except AssistantError as error:
            told = error.message
        self._list()
        self._voice.answer(told)

    def _list(self) -> None:
        assert self.dialog is not None
        store = ThingStore()
        try:
            things = store.things()
        except AssistantError as error:
            self._tell(error.message)
            return
        self.dialog.things.show_things(things)
        number = nouns.number(len(things)).capitalize()
        count = f"{number} taught so far." if things else NONE
        self.dialog.teach.where.show_words(f"{count} It stays on this computer, in {store.folder}.")

    def _ask(self, box: QuestionBox) -> None:
        box.finished.connect(self._voice.stop)
        self._voice.say_unless_read([box.text])

    def _tell(self, *sentences: str) -> None:
        if self.dialog is not None:
            self.dialog.teach.show_text(" ".join(sentences))
        self._voice.say(list(sentences), urgent=True)

    def _closed(self) -> None:
        self.dialog, self._views = None, ()
        self._worker.cancel()


def _answer(count: int, same: int, many: bool) -> list[str]:
    """What is said after views were taken, and what to do next."""
    from assistant.teach import lesson

    number = nouns.number(count)
    if same and not many:
        return [_SAME.format(number)]
    told = [f"{number.capitalize()}."] if count else []
    if same:
        were = "One was the same as another" if same == 1 else f"{same} were the same as others"
        told.append(f"{were}, and left out.")
    if count >= lesson.ENOUGH:
        return [*told, lesson.ENOUGH_NOW]
    return [*told, lesson.STEPS[(count - 1) % len(lesson.STEPS)]] if count and not same else told


def _teaching() -> Callable[[_Wish, ShouldStop], _Done]:
    """In the thread: the network, and what it makes of views."""
    from assistant import sources
    from assistant.teach import lesson
    from assistant.teach.recogniser import kept

    store = ThingStore()

    def work(wish: _Wish, _should_stop: ShouldStop) -> _Done:
        if wish.keep:
            learnt = lesson.teach(store, kept(store), wish.keep, wish.views)
            told = [*learnt.sentences]
            if wish.tried is not None:
                told.append(lesson.tried(kept(store), learnt.thing, wish.tried))
            return _Done(sentences=tuple(told))
        frames = [*wish.frames, *(sources.image(file) for file in wish.files)]
        views, same = wish.views, 0
        for frame in frames:
            view = lesson.view(kept(store), frame)
            if lesson.is_new(kept(store), views, view):
                views = (*views, view)
            else:
                same += 1
        return _Done(views, same)

    return work
