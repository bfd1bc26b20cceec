"""Teaching: views in, a thing that is known out, and what is said about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from assistant import paths
from assistant.errors import AssistantError
from assistant.pipeline import nouns
from assistant.pipeline.frame import Frame
from assistant.teach import cuts, naming
from assistant.teach.prototypes import ALIKE, Prototype, alike, prototype
from assistant.teach.recogniser import ThingRecogniser
from assistant.teach.store import TaughtThing, ThingStore, View

FEWEST, ENOUGH, MOST = 3, 5, 30  # views of a thing
SAME = 0.97  # cosine of two views from which on the second tells nothing new
# What is said after each view; the hand may be in all of them.
STEPS = (
    "Turn it a little.",
    "Now the other side.",
    "Come nearer.",
    "Now a little further away.",
)
ENOUGH_NOW = "That is enough. More views are better: turn it on its head, or choose Done."


@dataclass(frozen=True)
class Lesson:
    """Result of teaching.

    Attributes:
        thing: as it is kept now.
        known: its prototype.
        twins: other things that look much the same.
    """

    thing: TaughtThing
    known: Prototype
    twins: tuple[TaughtThing, ...]

    @property
    def sentences(self) -> list[str]:
        """Sentences about it."""
        name = naming.spoken(self.thing.name)
        views = f"{nouns.number(self.thing.views)} views"
        told = [f"I know {name} now, from {views}.", sureness(self.known, self.thing.views)]
        for twin in self.twins:
            other = naming.spoken(twin.name)
            told.append(f"It looks much like {other}. If it is the same thing, delete one of them.")
        return told


def view(recogniser: ThingRecogniser, frame: Frame) -> View:
    """The middle of a frame as a view.

    Raises:
        ModelError: the network failed.
    """
    picture = Image.fromarray(frame.pixels)
    square = cuts.middle(picture).of(picture)
    square = square.resize((cuts.VIEW, cuts.VIEW), Image.Resampling.LANCZOS)
    return View(square, recogniser.look(square))


def is_new(recogniser: ThingRecogniser, views: Sequence[View], another: View) -> bool:
    """Whether it differs from the views before it."""
    placed = [recogniser.space.place(v.numbers.mean(0)) for v in (*views, another)]
    return all(float(p @ placed[-1]) < SAME for p in placed[:-1])


def teach(
    store: ThingStore, recogniser: ThingRecogniser, name: str, views: Sequence[View]
) -> Lesson:
    """Keep the views under a name; a thing of that name learns them, too.

    Raises:
        AssistantError: too few or too many views, no name, or nothing can be written.
    """
    name = naming.checked(name)
    before = store.named(name)
    count = len(views) + (before.views if before else 0)
    if count < FEWEST:
        raise AssistantError(f"I need at least {nouns.number(FEWEST)} views to know a thing.")
    if count > MOST:
        raise AssistantError(f"{MOST} views of a thing are the most. Delete it to begin anew.")
    thing = store.add(name, views, recogniser.version)
    known = prototype(recogniser.space, store.numbers(thing))
    others = {t: p for t, p in recogniser.known.items() if t.key != thing.key}
    twins = tuple(t for t, p in others.items() if alike(p, known) >= ALIKE)
    return Lesson(thing, known, twins)


def sureness(known: Prototype, views: int) -> str:
    """Sureness to expect, by how the views know each other."""
    more = (
        "" if views >= ENOUGH else f" {nouns.number(ENOUGH).capitalize()} views or more are better."
    )
    if known.expected >= 0.95:
        return f"All its views agree: I should know it again.{more}"
    if known.expected >= 0.7:
        return f"Most of its views agree: I should often know it again.{more}"
    return f"Its views differ much: I may often miss it. Teach more of them.{more}"


def where() -> str:
    """The place where it is kept, in one sentence."""
    return (
        f"What you teach stays on this computer, in {paths.data_dir() / 'things'}: small pictures "
        "and numbers. Glimpse sends them nowhere."
    )


def tried(recogniser: ThingRecogniser, thing: TaughtThing, frame: Frame) -> str:
    """Whether it is known in a frame, in one sentence: the first try after teaching.

    Raises:
        ModelError: the network failed.
    """
    name = naming.spoken(thing.name)
    if any(found.thing.key == thing.key for found in recogniser.find(frame)):
        return f"I see it now: {name}."
    return f"I don't see {name} just now. Hold it up and describe the picture to try."
