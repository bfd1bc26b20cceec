"""Answers about what somebody wears or holds."""

from assistant.ask.case import MOST, Answer, Case, seeing
from assistant.ask.presence import NOBODY, absent, is_many, unknown
from assistant.ask.questions import Question
from assistant.pipeline import usages
from assistant.pipeline.evidence import Observation


def wearing(case: Case, question: Question) -> Answer | None:
    """Whether the clothes asked for are seen, or which are: whose they are is not known."""
    if no_photograph := case.no_photograph():
        return no_photograph
    if not question.nouns:
        worn = case.seen(usages.table().worn)[:MOST]
        return Answer(_whose(worn), tuple(worn)) if worn else _untold(case, "worn")
    noun = question.nouns[0]
    concept = case.lexicon.concept(noun.text)
    if concept is None or len(question.nouns) > 1:
        return unknown(noun) if concept is None else None
    found = case.seen(concept.labels)[:MOST]
    return Answer(_whose(found), tuple(found)) if found else absent(case, noun, concept)


def holding(case: Case, _: Question) -> Answer:
    """Say that it cannot be told what somebody holds, and whom we see."""
    return case.no_photograph() or _untold(case, "held")


def _whose(found: list[Observation]) -> str:
    return seeing(found, f"I can't tell who wears {'them' if is_many(found) else 'it'}")


def _untold(case: Case, done: str) -> Answer:
    rest = f"I can't tell what is being {done}"
    there = case.people
    return Answer(seeing(there, rest) if there else NOBODY, tuple(there))
