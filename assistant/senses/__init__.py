"""Evidence that needs no learning of ours: one file a sense, one registry line.

A sense is a module with ``see(frame) -> Iterable[Observation]``. To add one: write
``assistant/senses/NAME.py`` with that function, and its line in :data:`SENSES`. The module is
imported when it is first asked, or all before that by :func:`load`, so this one stays light enough
for the command line's help.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from assistant.errors import Cancelled, SettingsError, ShouldStop
from assistant.pipeline.evidence import Observation

if TYPE_CHECKING:  # numpy takes its time
    from assistant.pipeline.frame import Frame

Stage = Literal["gate", "fast", "slow"]

WRITING = "writing"
"""The medium of a picture in which nothing but writing can be made out."""
UNREAD = "writing in another script"
"""The label of kind "quality" where there is writing that cannot be read."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sense:
    """One line of the registry.

    Attributes:
        name: how the settings and ``--senses`` call it, and the ``sense`` of its observations.
        stage: "gate" runs before anything else and can forbid to describe; "fast" runs before the
            first sentence; "slow" adds sentences later, and its ``see`` is given ``should_stop`` as
            second argument.
        said: how "Why?" calls it.
        help: what it does, in one sentence for Preferences.
        always: it cannot be switched off.
        module: where its ``see`` is, if not in the one of its name here.
    """

    name: str
    stage: Stage
    said: str
    help: str
    always: bool = False
    module: str = ""

    @property
    def place(self) -> str:
        """The module where its ``see`` is."""
        return self.module or f"{__name__}.{self.name}"

    def see(self, frame: "Frame", should_stop: ShouldStop) -> Iterable[Observation]:
        """Observations of this sense in the frame."""
        see = import_module(self.place).see
        found: Iterable[Observation] = (
            see(frame, should_stop) if self.stage == "slow" else see(frame)
        )
        return found


SENSES = (
    Sense("quality", "gate", "the light and sharpness check",
          "Says when a picture cannot be seen, and what to do.", always=True),
    Sense("medium", "gate", "the check for pages and screens",
          "Says when a picture is a page, a screenshot, a drawing or a chart."),
    Sense("own", "fast", "what you taught me",
          "Recognises your own things, which you taught with Ctrl+T."),
    Sense("people", "fast", "the face finder",
          "Finds faces: how many, where and how near; never who it is."),
    Sense("codes", "fast", "the code reader", "Reads QR codes and barcodes; opens nothing."),
    Sense("light", "fast", "the light meter", "Says when it is rather dark or very bright."),
    Sense("colours", "fast", "the colour finder", "Names the main colours."),
    Sense("text", "slow", "the text reader", "Reads what is written in the picture."),
)  # fmt: skip


PRIVATE = frozenset(("own",))
"""Senses whose findings are for the user's ears, and go into no file that may be handed on."""


def named(text: str, registry: Sequence[Sense] = SENSES) -> frozenset[str]:
    """The senses of a list such as "text,colours"; "all" and "none" mean what they say.

    Raises:
        SettingsError: there is no sense of that name.
    """
    names = {sense.name for sense in registry}
    wanted = {word.strip().lower() for word in text.split(",")} - {""}
    if unknown := wanted - names - {"all", "none"}:
        raise SettingsError(
            f"There is no sense called {sorted(unknown)[0]!r}. "
            f"There are: {', '.join(sense.name for sense in registry)}; or all, or none."
        )
    return frozenset(names if "all" in wanted else wanted - {"none"})


def without(off: Collection[str], registry: Sequence[Sense] = SENSES) -> frozenset[str]:
    """All senses but those."""
    return frozenset(sense.name for sense in registry) - frozenset(off)


def at(
    stage: Stage, wanted: Collection[str], registry: Sequence[Sense] = SENSES
) -> tuple[Sense, ...]:
    """The senses of one stage that are switched on, in the order of the registry."""
    return tuple(s for s in registry if s.stage == stage and (s.always or s.name in wanted))


def load(registry: Sequence[Sense] = SENSES) -> None:
    """Import all of them now, for who has time before the first picture.

    One that cannot be imported is told as failed when it is asked.
    """
    for sense in registry:
        try:
            import_module(sense.place)
        except Exception:  # noqa: BLE001 - as where it is asked
            _log.warning("The sense %s cannot be imported", sense.name, exc_info=True)


def see(
    frame: "Frame",
    senses: Sequence[Sense],
    should_stop: ShouldStop = lambda: False,
    threads: int = 1,
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """Observations of these senses, in their order, and the names of those that failed.

    Args:
        frame: the picture.
        senses: which to ask.
        should_stop: asked before each.
        threads: how many are asked at once.

    Raises:
        Cancelled: ``should_stop`` said so.
    """

    def ask(sense: Sense) -> tuple[Observation, ...] | None:
        return _ask(sense, frame, should_stop)

    if threads > 1 and len(senses) > 1:
        with ThreadPoolExecutor(threads, "senses") as pool:
            answers = list(pool.map(ask, senses))
    else:
        answers = [ask(sense) for sense in senses]
    seen = tuple(observation for answer in answers for observation in answer or ())
    return seen, tuple(s.name for s, a in zip(senses, answers, strict=True) if a is None)


def _ask(sense: Sense, frame: "Frame", should_stop: ShouldStop) -> tuple[Observation, ...] | None:
    """What it sees; None: it failed."""
    if should_stop():
        raise Cancelled
    try:
        return tuple(sense.see(frame, should_stop))
    except Cancelled:
        raise
    except Exception:  # noqa: BLE001 - a sense's edge: told as failed, the others go on
        _log.exception("The sense %s failed", sense.name)
        return None
