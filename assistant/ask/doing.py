"""Answers about actions: what is somebody doing, is anybody riding."""

from assistant.ask.case import MOST, Answer, Case, seeing
from assistant.ask.presence import absent, untold
from assistant.ask.questions import Noun, Question
from assistant.pipeline import clauses, doers, nouns, usages
from assistant.pipeline.evidence import Observation, Sentence, Sureness
from assistant.pipeline.grammar import Grammar
from assistant.wording import hedges, things

_ANYBODY = frozenset(
    "anyone anybody someone somebody everyone everybody he she they it people".split()
)


def answer(case: Case, question: Question) -> Answer | None:
    """Tell what those asked for do; or whether they do what is asked."""
    if no_photograph := case.no_photograph():
        return no_photograph
    asked = question.nouns[0] if question.nouns else Noun("anybody")
    labels = None if asked.text in _ANYBODY else _labels(case, asked)
    if labels is not None and not labels:
        return None
    if question.verbs:
        return _whether(case, question.verbs, labels)
    told = [_told(case, o) for o in case.d.of_kind("action")]
    found = [a for a in told if _is_of(a, labels)]
    concept = case.lexicon.concept(asked.text) if labels else None
    if found:
        evidence = tuple(o for a in found for o in a.evidence)
        said = [a.text for a in found]
        who = [o for o in evidence if o.kind == "object"]
        if concept and not any(o.label in concept.labels for o in who):
            said.append(f"{untold(who[:1], nouns.article(concept.said))}.")
        return Answer(" ".join(said), evidence)
    there = _there(case, labels)
    if concept and not there:
        return absent(case, asked, concept)
    rest = "I can't tell what is being done"
    return Answer(seeing(there, rest) if there else f"{rest}.", tuple(there))


def _there(case: Case, labels: frozenset[str] | None) -> list[Observation]:
    return case.seen(labels)[:MOST] if labels else case.people


def _whether(case: Case, verbs: tuple[str, ...], labels: frozenset[str] | None) -> Answer:
    seen = [o for o in case.d.of_kind("action") if o.label in verbs]
    known = [verb for verb in verbs if verb in case.could_say]
    if not seen and not known:
        unknown = nouns.listed(verbs, "or")
        look = "look" if len(verbs) > 1 else "looks"
        return Answer(f"I can't tell: I don't know what {unknown} {look} like.")
    if not seen and len(verbs) > 1 and (there := _there(case, labels)):
        return Answer(
            seeing(there, f"I can't tell whether {nouns.listed(verbs, 'or')}"), tuple(there)
        )
    if not seen:
        return Answer(hedges.missed(f"I see nobody {nouns.listed(known, 'or')}"))
    told = _told(case, seen[0])
    if not _is_of(told, labels):
        return Answer(seeing(seen, "I can't tell who does it"), tuple(seen))
    yes = "Yes. " if all(o.sureness == Sureness.SURE for o in told.evidence) else ""
    return Answer(f"{yes}{told.text}", told.evidence)


def _told(case: Case, action: Observation) -> Answer:
    """Who does it, to what and where; only that it is seen, where that is not clear."""
    d = case.d
    if action.sureness != Sureness.UNSURE and doers.who(action, d.observations):
        sure = [o for o in d.of_kind("object") if o.sureness != Sureness.UNSURE]
        places = [o for o in d.of_kind("scene") if o.sureness != Sureness.UNSURE][:1]
        found = clauses.doing([*sure, action, *places])
        if found and found.action == action:
            written = Sentence(Grammar(found.named).plain(), found.named)
            return Answer(things.hedged(written).text, found.named)
    return Answer(seeing([action]), (action,))


def _is_of(told: Answer, labels: frozenset[str] | None) -> bool:
    """Whether it tells of somebody asked for."""
    who = next((o for o in told.evidence if o.kind == "object"), None)
    return labels is None or (who is not None and who.label in labels)


def _labels(case: Case, asked: Noun) -> frozenset[str] | None:
    concept = case.lexicon.concept(asked.text)
    if concept is None:
        return frozenset()
    everybody = usages.PEOPLE if concept.labels & usages.PEOPLE else frozenset()
    return concept.labels | concept.broader | everybody
