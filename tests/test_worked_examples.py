"""The worked examples of ARCHITECTURE.md: what was seen, and what is said at the standard level."""

import re
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from assistant import wording
from assistant.pipeline.evidence import Description, Level, Observation, Sentence, Sureness
from assistant.pipeline.grammar import Grammar
from assistant.pipeline.people_and_faces import fuse
from tests.pipeline.made import action, place, thing

SURE, FAIRLY, UNSURE = Sureness.SURE, Sureness.FAIRLY_SURE, Sureness.UNSURE


def _saw(label: str, kind: str, sureness: Sureness = SURE, **more: object) -> Observation:
    return Observation(label, 0.9, more.pop("sense", kind), sureness, kind, **more)  # type: ignore[arg-type]


def _text(*lines: str, sureness: Sureness = SURE) -> Observation:
    return _saw("text", "text", sureness, content="\n".join(lines), where="in the middle")


_PAGE = [f"line {number}" for number in range(2, 16)]
_FACE = _saw("face", "people", box=(0.4, 0.1, 0.2, 0.3), where="in the middle")

# What the example shows → what was seen, and GPT-2's words for it.
EXAMPLES: dict[str, tuple[tuple[Observation, ...], str]] = {
    "dog (sure), ball (sure)": ((thing("dog"), thing("ball")), "a dog with a ball."),
    "two people (sure), dog (fairly sure)": (
        (thing("person", 2), thing("dog", sureness=FAIRLY)),
        "two people and perhaps a dog.",
    ),
    "one person (sure), perhaps more": (
        (replace(thing("person", 1), more=True),),
        "at least one person.",
    ),
    "perhaps more than two people (sure)": ((thing("person", 2, more=True),), "people."),
    "dog (fairly sure)": ((thing("dog", sureness=FAIRLY),), "a dog."),
    "giraffe (unsure)": ((thing("giraffe", sureness=UNSURE),), ""),
    "dog (sure), frisbee (unsure)": (
        (thing("dog"), thing("frisbee", sureness=UNSURE)),
        "a dog.",
    ),
    "animal (sure), dog (unsure)": (
        (thing("animal"), replace(thing("dog", sureness=UNSURE), narrows="animal")),
        "an animal.",
    ),
    "dog (sure), golden retriever (fairly sure)": (
        (thing("dog"), replace(thing("golden retriever", sureness=FAIRLY), narrows="dog")),
        "a dog.",
    ),
    "one person, one bicycle, riding, a street (all sure)": (
        (thing("person", 1), thing("bicycle", 1), action("riding"), place("street")),
        "a person riding a bicycle on a street.",
    ),
    "two people, two bicycles, riding (all sure)": (
        (thing("person", 2), thing("bicycle", 2), action("riding")),
        "two people riding bicycles.",
    ),
    "two people, one bicycle, riding (all sure)": (
        (thing("person", 2), thing("bicycle", 1), action("riding")),
        "two people, at least one riding a bicycle.",
    ),
    "perhaps more than two people, table, sitting (all sure)": (
        (thing("person", 2, more=True), thing("table", 1), action("sitting")),
        "people sitting at a table.",
    ),
    "one person, bicycle (sure), riding (fairly sure)": (
        (thing("person", 1), thing("bicycle", 1), action("riding", FAIRLY)),
        "a person, perhaps riding a bicycle.",
    ),
    "one dog, water (sure), running (fairly sure)": (
        (thing("dog", 1), action("running", FAIRLY), place("water")),
        "a dog, perhaps running, in the water.",
    ),
    "one person, umbrella, holding (fairly sure)": (
        (
            thing("person", 1, FAIRLY),
            thing("umbrella", sureness=FAIRLY),
            action("holding", FAIRLY),
        ),
        "a person holding an umbrella.",
    ),
    "one person, bicycle (sure), riding (unsure)": (
        (thing("person", 1), thing("bicycle", 1), action("riding", UNSURE)),
        "a person with a bicycle.",
    ),
    "person, dog, swimming, water (all sure)": (
        (thing("person", 1), thing("dog", 1), action("swimming"), place("water")),
        "a person and a dog, at least one of them swimming in the water.",
    ),
    "one person, holding (all sure)": (
        (thing("person", 1), action("holding")),
        "a person holding something.",
    ),
    "cliff, climbing (sure), person (unsure)": (
        (thing("cliff", 1), thing("person", 1, UNSURE), action("climbing")),
        "a cliff.",
    ),
    "dog, running, grass, ball (all sure)": (
        (thing("dog", 1), thing("ball", 1), action("running"), place("grass")),
        "a dog running with a ball on grass.",
    ),
    "one brown dog (sure)": ((thing("dog", 1, colour="brown"),), "a brown dog."),
    "one person, one brown dog, a street (all sure)": (
        (thing("person", 1), thing("dog", 1, colour="brown"), place("street")),
        "a person with a brown dog on a street.",
    ),
    "one red car (fairly sure)": (
        (thing("car", 1, FAIRLY, colour="red"),),
        "a red car.",
    ),
    "forest (unsure)": ((place("forest", sureness=UNSURE),), ""),
    "nothing, outdoors (sure)": ((_saw("outdoors", "setting"),), ""),
    "nothing, dark": ((_saw("dark", "light"),), ""),
    "black": ((thing("building"), _saw("too dark", "quality")), ""),
    "dog (fairly sure), a little blurred": (
        (_saw("blurred", "quality", FAIRLY), thing("dog", sureness=FAIRLY)),
        "a dog.",
    ),
    "page of text (sure), 15 lines, and what the network takes for a building": (
        (_saw("page of text", "medium"), thing("building"), _text("Dear Ms Miller,", *_PAGE)),
        "",
    ),
    "screenshot (fairly sure), one line": (
        (_saw("screenshot", "medium", FAIRLY), _text("Settings")),
        "",
    ),
    "one face, nothing else": (fuse([_FACE]), "a person."),
    "nothing but a sign that may be misread": ((_text("EXlT", sureness=FAIRLY),), ""),
    "bottle (sure), a QR code with a link": (
        (
            thing("bottle"),
            _saw("QR code", "code", content="https://example.org/a/b?c=d"),
        ),
        "a bottle.",
    ),
    "nothing, mostly blue": ((_saw("blue", "colour"),), ""),
}

_DOCUMENT = (Path(__file__).parents[1] / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", _DOCUMENT.partition("### Worked")[2], re.M))


def said(seen: tuple[Observation, ...], text: str) -> str:
    d = Description(seen)
    written = Sentence(text, wording.spoken(d)) if text else None
    sentences = wording.sentences(d, written, "press Ctrl+R to read the page")
    return " ".join(s.text for s in sentences[Level.STANDARD])


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_worked_example_is_as_it_is_written_down(name: str) -> None:
    assert said(*EXAMPLES[name]) == ROWS[name]


@pytest.mark.parametrize("name", [n for n, (_, text) in EXAMPLES.items() if text])
def test_the_grammar_allows_a_worked_example(name: str) -> None:
    """What stands there for GPT-2's sentence is one that it could write of the chosen things."""
    seen, text = EXAMPLES[name]
    chosen = wording.spoken(Description(seen))
    assert text in _every(Grammar(chosen))


def _every(grammar: Grammar) -> set[str]:
    found, left = set(), [("", grammar.start)]
    while left:
        text, state = left.pop()
        if state.ended:
            found.add(text.strip())
        left += [(text + phrase, after) for phrase, after in grammar.options(state)]
    return found


def test_the_same_is_said_in_whatever_order_things_were_seen() -> None:
    for name, (seen, text) in EXAMPLES.items():
        for other in permutations(seen):
            assert said(other, text) == said(seen, text), name


def test_slow_text_only_follows_what_was_said_before() -> None:
    for seen, text in EXAMPLES.values():
        fast = tuple(o for o in seen if o.kind != "text")
        spoken = wording.spoken(Description(seen))
        written = Sentence(text, spoken) if text else None
        first = wording.sentences(Description(fast, pending=("text",)), written)
        final = wording.sentences(Description(seen), written)
        for level in (Level.STANDARD, Level.FULL):
            before = [s.text for s in first[level]]
            assert [s.text for s in final[level]][: len(before)] == before
