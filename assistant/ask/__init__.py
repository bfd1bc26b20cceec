"""Questions about a picture, answered from the evidence and from nothing else.

A question is understood by a small grammar (``patterns.py``, ``questions.py``), its nouns by a
table of words (``question_words.py``). The answer names only observations of the picture, keeps how
sure they are, and never takes "not seen" for "not there". No language model has a part in it.
"""

from assistant.ask import doing, presence, regions, sorts, surroundings, whole_picture, worn
from assistant.ask.case import Answer, Case
from assistant.ask.questions import QuestionKind, parse
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame

__all__ = ["EXAMPLES", "Answer", "answer"]

EXAMPLES = (
    "I can answer questions such as “is anyone there?”, “what colour is this?” or "
    "“what does it say?”."
)
_BY_KIND = {
    QuestionKind.PRESENT: presence.present,
    QuestionKind.COUNT: presence.count,
    QuestionKind.WHERE: presence.where,
    QuestionKind.REGION: regions.answer,
    QuestionKind.COLOUR: whole_picture.colour,
    QuestionKind.READ: whole_picture.read,
    QuestionKind.PEOPLE: presence.people,
    QuestionKind.DOING: doing.answer,
    QuestionKind.LIGHT: whole_picture.light,
    QuestionKind.LAMP: whole_picture.lamp,
    QuestionKind.SHARP: whole_picture.sharp,
    QuestionKind.WHAT: whole_picture.what,
    QuestionKind.SORT: sorts.answer,
    QuestionKind.PLACE: surroundings.place,
    QuestionKind.ROOM: surroundings.room,
    QuestionKind.INDOORS: surroundings.in_or_out,
    QuestionKind.DAY: surroundings.day,
    QuestionKind.WEATHER: surroundings.weather,
    QuestionKind.SAFETY: surroundings.safety,
    QuestionKind.DEPTH: surroundings.depth,
    QuestionKind.WEARING: worn.wearing,
    QuestionKind.HOLDING: worn.holding,
    QuestionKind.IDENTITY: whole_picture.identity,
}


def answer(
    question: str,
    explanation: Explanation,
    frame: Frame | None = None,
    clock: bool = False,
) -> Answer:
    """Answer one question; any text will do, the answer is never empty.

    Args:
        question: as typed: "Is there a dog?", "dog", "WHAT COLOR IS THIS please".
        explanation: of the picture that is asked about.
        frame: the picture itself, for questions about colours.
        clock: directions are told as on a clock face.
    """
    asked = parse(question)
    if asked.kind == QuestionKind.UNKNOWN:
        return Answer(EXAMPLES)
    case = Case(explanation, frame, clock)
    even = asked.kind == QuestionKind.COLOUR and frame is not None and case.is_even()
    refused = None if even else case.refusal()
    return refused or _BY_KIND[asked.kind](case, asked) or Answer(EXAMPLES)
