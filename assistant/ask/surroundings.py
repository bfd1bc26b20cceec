"""Answers about where and when a picture was taken: indoors or out, which room, day, weather.

What cannot be told from one picture, danger first of all, is said to be so, with what is seen.
"""

from assistant.ask import presence
from assistant.ask.case import Answer, Case, hedged, seeing
from assistant.ask.questions import Question
from assistant.ask.whole_picture import light, what
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation, Sentence, Sureness
from assistant.wording import hedges, phrases, things

INDOORS = frozenset(
    "kitchen bathroom bedroom office corridor classroom library gym hospital supermarket".split()
)
OUTDOORS = frozenset(
    "street forest mountain mountains sea beach glacier buildings field desert garden park river "
    "lake valley sky snow waterfall canyon coast cliff".split()
)
# Mostly out of doors: grass may grow in a hall, a track may have a roof.
_MOSTLY_OUT = frozenset(
    ("grass", "dirt", "sand", "meadow", "hill", "slope", "yard", "track", "train tracks")
)


def in_or_out(case: Case, _: Question) -> Answer:
    """Whether it is indoors or outdoors: by the place that is seen, else by the whole picture."""
    places = case.d.of_kind("scene")
    telling = [o for o in places if _side(o)]
    if no_photograph := case.no_photograph():
        return no_photograph
    best = max((o.sureness.rank for o in telling), default=0)
    telling = [o for o in telling if o.sureness.rank == best]
    if len({_side(o) for o in telling}) != 1:
        untold = "I can't tell whether it is indoors or outdoors"
        if told := next(phrases.setting(case.d.of_kind("setting")), None):
            return Answer(told.text, told.evidence)
        seen = case.seen(o.label for o in places)[:1]
        return Answer(seeing(seen, untold) if seen else f"{untold}.", tuple(seen))
    surest = next((o for o in telling if o.label not in _MOSTLY_OUT), telling[0])
    side, name = _side(surest), nouns.article(surest.label)
    if surest.sureness == Sureness.UNSURE:
        text = f"{hedges.possible(f'It could be {side}: {name}')}."
    elif surest.sureness == Sureness.SURE and surest.label not in _MOSTLY_OUT:
        text = f"{nouns.capital(side)}: I see {name}."
    else:
        text = f"{hedges.likely(f'it is {side}: I see {name}')}."
    return Answer(text, (surest,))


def _side(o: Observation) -> str:
    if o.label in INDOORS:
        return "indoors"
    return "outdoors" if o.label in OUTDOORS | _MOSTLY_OUT else ""


def place(case: Case, _: Question) -> Answer:
    """Tell which place it is; of the ground alone, grass or snow, only that it is seen."""
    return _place(case, "I can't tell what place this is", "I can't tell more about the place")


def room(case: Case, question: Question) -> Answer:
    """Tell which room it is; where what is seen is no room, that it is seen, or is outdoors."""
    untold = "I can't tell what room this is"
    seen = case.seen(o.label for o in case.d.of_kind("scene"))[:1]
    if seen and seen[0].label in OUTDOORS:
        return in_or_out(case, question)
    if not seen or seen[0].label in INDOORS or seen[0].label.endswith("room"):
        return _place(case, untold, untold)
    return Answer(seeing(seen, untold), tuple(seen))


def _place(case: Case, untold: str, no_more: str) -> Answer:
    seen = case.seen(o.label for o in case.d.of_kind("scene"))[:1]
    if not seen:
        side = next(phrases.setting(case.d.of_kind("setting")), Sentence(""))
        told = Answer(f"{side.text} {untold}.".strip(), side.evidence)
        return case.no_photograph() or told
    if seen[0].sureness == Sureness.UNSURE:
        guesses = [s.text for s in things.guesses(case.d, None, 0)]
        return Answer(guesses[0], tuple(seen))
    name = nouns.article(seen[0].label)
    if name == seen[0].label:  # "this is grass"
        return Answer(seeing(seen, no_more), tuple(seen))
    return Answer(hedged(f"this is {name}", seen), tuple(seen))


def day(case: Case, question: Question) -> Answer:
    """Tell how light the picture is: whether the sun makes it so nobody can tell from that."""
    told = light(case, question)
    return Answer(f"{told.text} I can't tell whether it is day or night.", told.evidence)


def weather(case: Case, question: Question) -> Answer:
    """Say that it cannot be told; and that snow is seen, and how light it is."""
    if no_photograph := case.no_photograph():
        return no_photograph
    snow = case.seen(("snow",))
    lit = light(case, question)
    told = ["I can't tell the weather."]
    told += [seeing(snow)] if snow else []
    told += [lit.text] if lit.evidence else []
    return Answer(" ".join(told), (*snow, *lit.evidence))


def safety(case: Case, question: Question) -> Answer | None:
    """Say that danger cannot be told, and what is seen; a thing that is known is looked for."""
    concept = case.lexicon.concept(question.nouns[0].text) if question.nouns else None
    if concept and case.knows(concept):
        return presence.present(case, question)
    told = what(case, question)
    warning = "I can't tell what is dangerous or in the way: do not rely on me for that."
    return Answer(f"{warning} {_shown(told)}", told.evidence)


def depth(case: Case, question: Question) -> Answer:
    """Say that near and far cannot be told, and what is seen."""
    told = what(case, question)
    untold = "I can't tell what is in front and what is behind."
    return Answer(f"{untold} {_shown(told)}", told.evidence)


def _shown(told: Answer) -> str:
    """The description, told as one: "at least one apple" alone sounds like the danger."""
    return f"This is what I see. {told.text}" if told.evidence else told.text
