"""Observations for tests, and what a sentence may be made of."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import paths
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation, Sureness

CONNECTING = frozenset("a an the and with there this is are in on by at over from".split())
_TABLE = json.loads((paths.resources() / "models/compact/clauses.json").read_text())
ACTIONS, _NEEDS = _TABLE["actions"], _TABLE["needs"]


def thing(
    label: str,
    count: int | None = None,
    sureness: Sureness = Sureness.SURE,
    more: bool = False,
    colour: str = "",
) -> Observation:
    return Observation(label, 0.9, "cnn", sureness, "object", count, more=more, colour=colour)


def place(label: str, sureness: Sureness = Sureness.SURE) -> Observation:
    return Observation(label, 0.9, "cnn", sureness, "scene")


def action(label: str, sureness: Sureness = Sureness.SURE) -> Observation:
    return Observation(label, 0.9, "cnn", sureness, "action")


def unsupported(text: str, observations: Sequence[Observation]) -> list[str]:
    """The words of a sentence that rest on nothing: found without the grammar's own code.

    A colour rests on the single thing whose colour it is, and stands right before its name.
    """
    text = without_colours(text, observations)
    observations = [replace(o, colour="") for o in observations]
    known = set(CONNECTING)
    for o in observations:
        known |= {word for name in _names(o) for word in name.split()}
        known |= set(nouns.place(o.label).split()) if o.kind == "scene" else set()
        known |= set("at least one some".split()) if o.kind == "action" else set()
        known |= {"something"} if o.kind == "action" and f" {o.label} something" in text else set()
    if len(_able(text, observations)) == 2:
        known |= {"of", "them"}
    known |= {"perhaps"} if any(o.sureness != Sureness.SURE for o in observations) else set()
    words = [word for word in re.findall(r"[^\s,.]+", text) if word not in known]
    return [*words, *_unfounded(text, observations)]


def without_colours(text: str, observations: Sequence[Observation]) -> str:
    """The sentence without those colours that are known of the thing that is named after them."""
    for o in observations:
        if o.colour and (o.count or 1) == 1:
            thing = rf"{re.escape(o.colour)} {re.escape(o.label)}(?![\w-])"
            if o.more and o.sureness == Sureness.SURE:
                text = re.sub(rf"\bat least one {thing}", f"at least one {o.label}", text, count=1)
            else:
                text = re.sub(rf"(?:\ban? )?\b{thing}", nouns.article(o.label), text, count=1)
    return text


def _names(o: Observation) -> list[str]:
    """Every way in which an observation may be named, the longest first."""
    if o.kind == "action":
        return [o.label]
    names = {nouns.with_count(o), nouns.counted(o.label, o.count), f"the {o.label}", o.label}
    names |= {nouns.plural(o.label)} if (o.count or 1) > 1 else set()
    names |= {nouns.place(o.label).partition(" ")[2]} if o.kind == "scene" else set()
    return sorted(names, key=len, reverse=True)


def _unfounded(text: str, observations: Sequence[Observation]) -> Iterator[str]:
    """Who is said to do what no caption says of such, or is said to be where none does."""
    said = [o.label for o in observations if o.kind == "action" and f" {o.label}" in text]
    if len(said) > 1:
        yield " and ".join(said)
    doing = ACTIONS[said[0]] if said else {}
    subjects = [_kind(o) for o in observations if o.kind == "object"]
    if said and not any(subject in doing for subject in subjects):
        yield f"nobody who could be {said[0]}"
    if said and said[0] not in _NEEDS and f" {said[0]} something" in text:
        yield f"{said[0]} needs nothing"
    rows = [table.get(s, {}).get("links", {}) for s in subjects for table in (doing, ACTIONS[""])]
    for o in observations:
        for preposition in _joined_by(text, o, said):
            whole = o.kind == "scene" and not nouns.is_ground(o.label)
            place = whole and nouns.place(o.label).startswith(f"{preposition} ")
            if not place and not any(preposition in row.get(o.label, {}) for row in rows):
                yield f"{preposition} {o.label}"


def _able(text: str, observations: Sequence[Observation]) -> set[str]:
    """The kinds of those seen that do what is said, where it is said of one of several."""
    doing = (o.label for o in observations if o.kind == "action")
    some = r", (?:perhaps )?at least one of them "
    said = [label for label in doing if re.search(some + re.escape(label), text)]
    return {_kind(o) for label in said for o in observations if _kind(o) in ACTIONS[label]}


def _joined_by(text: str, o: Observation, actions: Sequence[str]) -> Iterator[str]:
    """The prepositions before a thing's names; an empty one for what follows the action."""
    before = "|".join(("on", "in", "at", "over", "from", *actions))
    names = "|".join(map(re.escape, _names(o)))
    for match in re.finditer(rf"(?<![\w-])({before}) (?:{names})(?![\w-])", text):
        yield "" if match[1] in actions else match[1]


def _kind(o: Observation) -> str:
    return "person" if o.label in ("child", "people", "children", "baby") else o.label


def times_named(text: str, o: Observation) -> int:
    """How often it is named, in whatever way: "two bicycles", "riding bicycles"."""
    return len(re.findall(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _names(o)))})(?![\w-])", text))


def misplaced(text: str, observations: Sequence[Observation]) -> list[str]:
    """What is doubtful and named before any "perhaps", and what is sure and named right after one.

    A sentence without a "perhaps" is doubted as a whole, or sure.
    """
    if len({o.label for o in observations}) < len(observations):
        return []  # of "painting a painting" it is not heard which is which
    found: dict[int, list[Observation]] = {}
    for o in observations:
        hidden = text
        for name in (n for other in observations if may_hide(o, other) for n in _names(other)):
            hidden = hidden.replace(name, "#" * len(name)) if name not in _names(o) else hidden
        names = "|".join(map(re.escape, _names(o)))
        if match := re.search(rf"(?<![\w-])(?:{names})(?![\w-])", hidden):
            found.setdefault(match.end(), []).append(o)
    told = [place.end() for place in re.finditer(r"\bperhaps\b", text)]
    sure = Sureness.SURE
    early = [
        o.label
        for end, those in found.items()
        for o in those
        if told and end < told[0] and all(one.sureness != sure for one in those)
    ]
    after = [min((end for end in found if end > place), default=0) for place in told]
    wrong = [end for end in after if all(o.sureness == sure for o in found.get(end, ()))]
    return [*early, *(o.label for end in wrong for o in found.get(end, observations))]


def may_hide(o: Observation, other: Observation) -> bool:
    """Whether one name is heard in another: "glasses" in "two beer glasses"."""
    return any(times_named(name, o) for name in _names(other))
