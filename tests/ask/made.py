"""Things to ask about: what a picture shows, and what the networks know."""

from assistant import wording
from assistant.pipeline.evidence import (
    Box,
    Description,
    Explanation,
    Kind,
    Observation,
    Sureness,
)
from assistant.pipeline.where import direction

THINGS = [
    *"person bicycle car motorcycle airplane bus train truck boat bench bird cat dog horse".split(),
    *"sheep cow elephant bear zebra giraffe backpack umbrella handbag tie suitcase ball".split(),
    *"kite bottle cup fork knife spoon bowl banana apple sandwich orange broccoli pizza".split(),
    *"donut cake chair couch bed table toilet television laptop keyboard phone oven".split(),
    *"sink refrigerator book clock vase scissors".split(),
    *("traffic light", "hot dog", "wine glass", "computer mouse", "potted plant"),
]
PLACES = ["kitchen", "bathroom", "street", "sea"]
KNOWN = frozenset([*THINGS, *PLACES])
LEFT: Box = (0.0, 0.4, 0.2, 0.2)
RIGHT: Box = (0.8, 0.4, 0.2, 0.2)
TOP: Box = (0.4, 0.0, 0.2, 0.2)
MIDDLE: Box = (0.4, 0.4, 0.2, 0.2)
FAIRLY, UNSURE = Sureness.FAIRLY_SURE, Sureness.UNSURE


def saw(
    label: str,
    *boxes: Box,
    kind: Kind = "object",
    sureness: Sureness = Sureness.SURE,
    content: str = "",
) -> Observation:
    one = boxes[0] if len(boxes) == 1 else None
    where = direction(one) if one else ""
    count = len(boxes) or None
    return Observation(label, 0.9, "cnn", sureness, kind, count, one, where, content, boxes)


def explained(*observations: Observation, pending: tuple[str, ...] = ()) -> Explanation:
    d = Description(observations, pending=pending)
    return Explanation(wording.sentences(d), d, known=KNOWN)


ROOM = explained(
    saw("dog", LEFT),
    saw("cup", MIDDLE, RIGHT),
    saw("couch"),
    saw("broccoli", TOP, TOP),
    saw("horse", RIGHT, sureness=FAIRLY),
    saw("car", sureness=FAIRLY),
    saw("cat", RIGHT, sureness=UNSURE),
    saw("person", LEFT, MIDDLE),
    saw("kitchen", kind="scene", sureness=FAIRLY),
    saw("text", TOP, kind="text", content="EXIT\nthis way"),
    saw("QR code", RIGHT, kind="code", content="https://example.org/menu"),
    saw("dark", kind="light"),
)
EMPTY = explained()
NO_PEOPLE = "I don't recognise people, nor guess their age, gender or mood."
