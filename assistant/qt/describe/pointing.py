"""Pointing: what the sentence that is heard rests on is outlined in the picture."""

from collections.abc import Iterable, Sequence

from assistant import explore
from assistant.ask import Answer
from assistant.pipeline.evidence import Box, Observation, Sentence
from assistant.qt.ask.control import AskControl
from assistant.qt.describe.window_features import Feature, FeatureSet
from assistant.untrusted import for_voice

SETTING = "outlines"


class Pointing(Feature):
    """Keeps the outlines in the picture to what is being told.

    While our own voice speaks, they are those of the sentence that sounds. When it is silent or a
    screen reader speaks, which does not tell where it is, they are those of the main sentence.
    :meth:`choose` goes before both. A camera's picture has none: it has moved on meanwhile.
    """

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        controller = self._controller
        self._preview = controller.preview
        self._told: dict[str, Sentence] = {}  # what may be heard, as it is heard
        self._main: tuple[Box, ...] = ()
        self._sounding = ""
        self._chosen: tuple[Box, ...] | None = None
        features[AskControl].answered.connect(self.answered)
        controller.review.said.connect(self._explained)
        controller.voice.saying.connect(self._heard)
        controller.camera.changed.connect(self._draw)
        controller.store.changed.connect(self._on_setting)

    def answered(self, answer: Answer | None) -> None:
        """An answer is told; None: it was put away."""
        if answer is None:
            self._explained()
            return
        sentence = Sentence(answer.text, tuple(answer.evidence))
        self._told[for_voice(answer.text)] = sentence
        self._main = boxes([sentence])
        self._draw()

    def choose(self, observations: Sequence[Observation] | None) -> None:
        """Outline these only, whatever is heard; None: no longer."""
        self._chosen = None if observations is None else boxes([Sentence("", tuple(observations))])
        self._draw()

    def _explained(self) -> None:
        review = self._controller.review
        entry = review.history.current
        told = entry.explanation.sentences[review.level] if entry else ()
        self._told = {for_voice(sentence.text): sentence for sentence in told}
        self._main = next(filter(None, (boxes([sentence]) for sentence in told)), ())
        self._draw()

    def _heard(self, text: str) -> None:
        self._sounding = text
        self._draw()

    def _on_setting(self, name: str) -> None:
        if name == SETTING:
            self._draw()

    def _draw(self) -> None:
        c = self._controller
        entry = c.review.history.current
        here = entry and c.frame and entry.frame.pixels is c.frame.pixels
        if not (here and c.store[SETTING]) or c.camera.on:
            self._preview.point(())
        elif self._chosen is not None:
            self._preview.point(self._chosen)
        elif self._sounding in self._told:
            self._preview.point(boxes([self._told[self._sounding]]))
        else:
            self._preview.point(self._main)


def boxes(sentences: Iterable[Sentence]) -> tuple[Box, ...]:
    """Places of the things that these sentences rest on, each place once."""
    found = (o for sentence in sentences for o in sentence.evidence if o.kind in explore.PLACED)
    return tuple(dict.fromkeys(box for o in found for box in o.all_boxes))
