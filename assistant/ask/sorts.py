"""Answers about which one of its kind a thing is: "what animal is it?", "what kind of dog?"."""

from assistant.ask import presence, whole_picture
from assistant.ask.case import MOST, Answer, Case, seeing
from assistant.ask.question_words import Concept
from assistant.ask.questions import Question
from assistant.pipeline import kinds

_UNTOLD = "I can't tell what kind"


def answer(case: Case, question: Question) -> Answer | None:
    """Name it; where only its kind was seen, that; None for what is no thing: "what time"."""
    if not question.nouns:
        return whole_picture.what(case, question)
    noun = question.nouns[0]
    concept = case.lexicon.concept(noun.text)
    if concept is None or concept.corrected or len(question.nouns) > 1:
        return None
    if "person" in concept.labels:
        return presence.people(case, question)
    found = case.seen(concept.labels)[:MOST]
    if not found:
        return presence.absent(case, noun, concept)
    which = case.seen(label for label in concept.labels if not _is_kind(label, concept))[:MOST]
    if not which:
        return Answer(seeing(found, _UNTOLD), tuple(found))
    if found[0].sureness.rank > which[0].sureness.rank:
        told = f"{seeing(found)} {seeing(which)}"
        return Answer(told, (*found, *which))
    return Answer(seeing(which), tuple(which))


def _is_kind(label: str, concept: Concept) -> bool:
    """Whether this is only another word for what was asked about."""
    return kinds.is_a(concept.said, label)
