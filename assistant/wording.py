"""Order, hedges and levels: the only place where sentences are put together.

Rules (reasons and sources in ARCHITECTURE.md):

1. What cannot be seen is said first, with what to do, and then nothing else is claimed.
2. What is sure or fairly sure is in the one sentence that GPT-2 wrote. A fairly sure thing is
   named as a possible error: "I could be wrong about the dog."
3. What is unsure never stands in that sentence: "I may be wrong: it could be a giraffe."
4. Nothing above threshold: "I can't tell what this is.", and what is certain, such as the light.
5. Brief is one sentence of at most 125 characters, standard at most three, full is everything.
"""

from collections.abc import Iterator, Mapping, Sequence

from assistant.pipeline import nouns
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)

Sentences = Mapping[Level, tuple[Sentence, ...]]

BRIEF_LENGTH = 125  # characters; what alt text should not exceed
CANT_TELL = "I can't tell what this is."
_MOST = 5  # things that one sentence can carry and a listener can keep in mind
_GUESSES = 2  # unsure things that are told without being asked for everything

_REFUSALS = {
    "too dark": "It is too dark to see anything. Try more light.",
    "over-exposed": "The picture is nearly all white. It may be empty; if not, try less light.",
    "blank": "The picture is one even colour. Is the camera covered, or the file empty?",
    "too small": "The picture is too small to describe. Try a larger one.",
    "page of text": "I may be wrong: this looks like a page of text. I can't read text yet.",
}
_LIGHT = {"dark": "The picture is rather dark.", "very bright": "The picture is very bright."}
_SENSES = {"cnn": "the picture network", "quality": "the light check"}


def spoken(description: Description) -> tuple[Observation, ...]:
    """What GPT-2 is to put into its sentence: sure and fairly sure things and one place."""
    places = [o for o in _scenes(description) if o.sureness != Sureness.UNSURE]
    return (*_things(description)[:_MOST], *places[:1])


def refusal(description: Description) -> Observation | None:
    """The observation that forbids to describe the picture, if there is one."""
    unseen = next((o for o in description.of_kind("quality") if o.label in _REFUSALS), None)
    if unseen or _things(description):
        return unseen  # a guess about the whole picture must not silence a thing that is certain
    return next((o for o in description.of_kind("scene") if o.label in _REFUSALS), None)


def sentences(
    description: Description, text: str = "", evidence: Sequence[Observation] = ()
) -> Sentences:
    """What is said at each level.

    Args:
        description: d.
        text: GPT-2's sentence in lower case, or empty when there was nothing to write.
        evidence: the observations named in it.
    """
    refused = refusal(description)
    notes = [Sentence(note) for note in description.notes]
    light = list(_light(description))
    if refused:
        first = everything = [Sentence(_REFUSALS[refused.label], (refused,))]
    else:
        main = _main(text, evidence)
        first = [*main, *_guesses(description, not main, _GUESSES)] or [Sentence(CANT_TELL)]
        guesses = _guesses(description, not main, len(description.observations))
        everything = [*main, *_rest(description, evidence), *guesses] or first
        everything = [*everything, *_places(description)]
    plain = first[0].text == CANT_TELL
    return {
        Level.BRIEF: (_brief(first[0]),),
        Level.STANDARD: tuple([*notes, *first, *(light if plain else ())][:3]),
        Level.FULL: (*notes, *everything, *light),
    }


def why(explanation: Explanation, level: Level) -> list[str]:
    """For each sentence what it rests on: "dog: the picture network, fairly sure, on the left."."""
    reasons = []
    for sentence in explanation.sentences[level]:
        reasons += [_reason(o) for o in sentence.evidence]
    return list(dict.fromkeys(reasons)) or ["Nothing was recognised with enough certainty."]


def _reason(o: Observation) -> str:
    facts = [_SENSES.get(o.sense, o.sense), o.sureness.value, "" if o.kind == "scene" else o.where]
    return f"{o.label}: {', '.join(filter(None, facts))}."


def _main(text: str, evidence: Sequence[Observation]) -> list[Sentence]:
    if not text:
        return []
    doubtful = [o for o in evidence if o.sureness != Sureness.SURE]
    if len(doubtful) == len(evidence):
        hedged = f"I think {text.rstrip('.')}, but I may be wrong."
        return [Sentence(hedged, tuple(evidence))]
    if doubtful:
        text = f"{text.rstrip('.')}; I could be wrong about {_the(doubtful)}."
    return [Sentence(text[:1].upper() + text[1:], tuple(evidence))]


def _things(description: Description) -> list[Observation]:
    return [o for o in description.of_kind("object") if o.sureness != Sureness.UNSURE]


def _scenes(description: Description) -> list[Observation]:
    return [o for o in description.of_kind("scene") if o.label not in _REFUSALS]


def _rest(description: Description, named: Sequence[Observation]) -> list[Sentence]:
    """The things that the main sentence had no room for."""
    rest = [o for o in _things(description) if o not in named]
    if not rest or not named:
        return []
    verb = "are" if nouns.is_plural(rest[0].label, rest[0].count) else "is"
    names = nouns.listed([nouns.counted(o.label, o.count) for o in rest])
    return _main(f"there {verb} also {names}.", rest)


def _guesses(description: Description, alone: bool, most: int) -> Iterator[Sentence]:
    """One sentence for unsure things, one for an unsure place."""
    unsure = [o for o in description.of_kind("object") if o.sureness == Sureness.UNSURE]
    things = unsure[:most]
    places = [o for o in _scenes(description) if o.sureness == Sureness.UNSURE][:1]
    if things:
        names = nouns.listed([nouns.counted(o.label, o.count) for o in things], "or")
        hedged = f"I may be wrong: it could be {names}."
        yield Sentence(
            hedged if alone else f"There could also be {names}, but I may be wrong.", tuple(things)
        )
    for place in places:
        name = nouns.article(place.label)
        hedged = f"I may be wrong: this could be {name}."
        only = alone and not things
        yield Sentence(
            hedged if only else f"The place could be {name}, but I may be wrong.", (place,)
        )


def _places(description: Description) -> Iterator[Sentence]:
    for o in _things(description):
        if o.where:
            verb = "are" if nouns.is_plural(o.label) else "is"
            yield Sentence(f"The {o.label} {verb} {o.where}.", (o,))


def _light(description: Description) -> Iterator[Sentence]:
    for o in description.of_kind("light"):
        yield Sentence(_LIGHT[o.label], (o,))


def _the(observations: Sequence[Observation]) -> str:
    return nouns.listed([f"the {_name(o)}" for o in observations])


def _name(o: Observation) -> str:
    return nouns.plural(o.label) if (o.count or 1) > 1 else o.label


def _brief(sentence: Sentence) -> Sentence:
    """The sentence itself where it is short enough, else as many of its things as fit."""
    if len(sentence.text) <= BRIEF_LENGTH or not sentence.evidence:
        return sentence
    for keep in range(len(sentence.evidence), 0, -1):
        kept = sentence.evidence[:keep]
        things = [nouns.counted(o.label, o.count) for o in kept if o.kind != "scene"]
        where = [nouns.place(o.label) for o in kept if o.kind == "scene"]
        text = " ".join([nouns.listed(things), *where]) + "."
        doubtful = any(o.sureness != Sureness.SURE for o in kept)
        text = f"I may be wrong: {text}" if doubtful else text[:1].upper() + text[1:]
        if len(text) <= BRIEF_LENGTH:
            return Sentence(text, kept)
    return Sentence(CANT_TELL)
