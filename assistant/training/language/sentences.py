"""Stories as sentences of the grammar: what the compact GPT-2 is to write."""

from collections.abc import Iterator

from assistant.pipeline import clauses, nouns
from assistant.pipeline.grammar import Grammar
from assistant.training.language import stories as data


def sentence(told: data.Story, end: str = ".") -> str:
    """The story as a sentence of the grammar, with its leading space.

    Args:
        told: the story.
        end: the full stop.
    """
    if clauses.doing(told.observations()):
        return _followed(told, end)
    return "".join(_pieces(told, end))


def _followed(told: data.Story, end: str) -> str:
    """The sentence that names things in the story's order, joined as the caption joins them."""
    order = [thing.label for thing in told.things]
    names = {nouns.with_count(o): o.label for o in told.observations()}
    names |= {nouns.plural(label): label for label in order}
    joined = {label: preposition for preposition, label in told.joined}

    def liking(phrase: str) -> tuple[int, int]:
        """How well a phrase follows the caption: its preposition, then its place in the order."""
        words = phrase.strip()
        label = next(
            (name for said, name in names.items() if words.endswith(said)), told.place or ""
        )
        preposition = joined.get(label, "")
        at = order.index(label) if label in order else len(order)
        return int(words.startswith(_SAME_AS.get(preposition, preposition) or "?")), -at

    grammar = Grammar(told.observations(), end)
    text, state = "", grammar.start
    while not state.ended:
        options = list(grammar.options(state))
        best = max(range(len(options)), key=lambda i: (*liking(options[i][0]), -i))
        phrase, state = options[best]
        text += phrase
    return text


# Prepositions of captions → the one that is said in their place.
_SAME_AS = {"down": "on", "along": "on", "across": "on", "through": "in", "into": "in"}


def _pieces(told: data.Story, end: str) -> Iterator[str]:
    things, place = sorted(told.things, key=lambda t: data.rank(t.label) > 0), told.place
    if place and things and nouns.is_ground(place):  # it is there, and nobody knows where
        things, place = [*things, data.Thing(place)], None
    names = [nouns.counted(thing.label, thing.count) for thing in things]
    place_first = told.first and place is not None
    split = len(names) if place_first else told.split
    if split == 1 < len(things) and nouns.is_ground(things[1].label):
        split = len(names)  # nobody carries it: "a person and water"
    if not names:
        assert place
        yield f" {nouns.article(place)}"
    for i, name in enumerate(names):
        if i == 0 and place_first:
            yield f" {nouns.article(place or '')} with {name}"
        elif i == 0:
            yield f" {name}"
        elif i == split:
            yield f" with {name}"
        else:
            yield f" and {name}" if i in (split - 1, len(names) - 1) else f", {name}"
    if place and names and not place_first:
        yield f" {nouns.place(place)}"
    yield end
