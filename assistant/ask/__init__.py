"""Questions about a picture, answered from the evidence and from nothing else.

A question is understood by a small grammar (``patterns.py``, ``questions.py``), its nouns by a
table of words (``words.py``). The answer names only observations of the picture, keeps how sure
they are, and never takes "not seen" for "not there". No language model has a part in it.
"""

from assistant.ask import doing, looks, regions, things
from assistant.ask.case import Answer, Case
from assistant.ask.questions import Kind, parse
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame

__all__ = ["EXAMPLES", "Answer", "answer"]

EXAMPLES = (
    "I can answer questions such as “is anyone there?”, “what colour is this?” or "
    "“what does it say?”."
)
_BY_KIND = {
    Kind.PRESENT: things.present,
    Kind.COUNT: things.count,
    Kind.WHERE: things.where,
    Kind.REGION: regions.answer,
    Kind.COLOUR: looks.colour,
    Kind.READ: looks.read,
    Kind.PEOPLE: things.people,
    Kind.DOING: doing.answer,
    Kind.LIGHT: looks.light,
    Kind.LAMP: looks.lamp,
    Kind.SHARP: looks.sharp,
    Kind.WHAT: looks.what,
    Kind.PLACE: looks.place,
    Kind.IDENTITY: looks.identity,
}


def answer(
    question: str,
    explanation: Explanation,
    frame: Frame | None = None,
    known: frozenset[str] = frozenset(),
    clock: bool = False,
) -> Answer:
    """Answer one question; any text will do, the answer is never empty.

    Args:
        question: as typed: "Is there a dog?", "dog", "WHAT COLOR IS THIS please".
        explanation: of the picture that is asked about.
        frame: the picture itself, for questions about colours.
        known: labels that could have been seen, beside ``explanation.known``.
        clock: directions are told as on a clock face.
    """
    asked = parse(question)
    if asked.kind == Kind.UNKNOWN:
        return Answer(EXAMPLES)
    case = Case(explanation, frame, known, clock)
    even = asked.kind == Kind.COLOUR and frame is not None and case.is_even()
    refused = None if even else case.refusal()
    return refused or _BY_KIND[asked.kind](case, asked) or Answer(EXAMPLES)
