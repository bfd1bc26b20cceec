"""Answers about a part of the picture: "what is on the left?"."""

from assistant import explore
from assistant.ask.case import MOST, Answer, Case, seeing
from assistant.ask.questions import Question
from assistant.pipeline.evidence import Kind
from assistant.wording import hedges

_ROWS = {"top": 0, "upper": 0, "bottom": 2, "lower": 2}
_COLUMNS = {"left": 0, "right": 2}
_ALL = range(explore.SIZE)
_NAMED: tuple[Kind, ...] = ("object", "people")


def places(region: frozenset[str]) -> list[explore.Place]:
    """The cells of the grid that some of the words left, right, top, bottom, middle mean."""
    rows = {_ROWS[word] for word in region if word in _ROWS}
    columns = {_COLUMNS[word] for word in region if word in _COLUMNS}
    if "middle" in region:
        rows, columns = rows or {1}, columns or {1}
    return [(r, c) for r in sorted(rows or _ALL) for c in sorted(columns or _ALL)]


def answer(case: Case, question: Question) -> Answer:
    """Tell what is there; and what is somewhere, where nobody knows where."""
    found = explore.within(case.d, places(question.region))
    if found:
        return Answer(f"{_name(question.region)}: {'; '.join(explore.said(found))}.", found)
    if no_photograph := case.no_photograph():
        return no_photograph
    text = hedges.missed("I see nothing there that I know")
    lost = [o for o in case.d.of_kind(*_NAMED) if not o.all_boxes][:MOST]
    lost = case.seen(o.label for o in lost)
    if not lost:
        return Answer(text)
    where = "they are" if len(lost) > 1 or (lost[0].count or 1) > 1 else "it is"
    return Answer(seeing(lost, f"I can't tell where {where}"), tuple(lost))


def _name(region: frozenset[str]) -> str:
    down = next((w for w in ("top", "bottom") if _ROWS[w] in {_ROWS.get(r) for r in region}), "")
    across = next((w for w in ("left", "right") if w in region), "")
    if down and across:
        return f"{down.capitalize()} {across}"
    if down:
        return f"At the {down}"
    return f"On the {across}" if across else "In the middle"
