import json

import pytest

from assistant import paths
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation, Sureness


@pytest.mark.parametrize(
    ("noun", "one", "three"),
    [
        ("dog", "a dog", "three dogs"),
        ("apple", "an apple", "three apples"),
        ("umbrella", "an umbrella", "three umbrellas"),
        ("unicycle", "a unicycle", "three unicycles"),
        ("oven", "an oven", "three ovens"),
        ("hourglass", "an hourglass", "three hourglasses"),
        ("person", "a person", "three people"),
        ("knife", "a knife", "three knives"),
        ("computer mouse", "a computer mouse", "three computer mice"),
        ("toothbrush", "a toothbrush", "three toothbrushes"),
        ("bus", "a bus", "three buses"),
        ("sheep", "a sheep", "three sheep"),
        ("toy", "a toy", "three toys"),
        ("berry", "a berry", "three berries"),
        ("scissors", "scissors", "scissors"),
        ("broccoli", "broccoli", "broccoli"),
        ("pajamas", "pajamas", "pajamas"),
        ("chain mail", "chain mail", "chain mail"),
        ("hair spray", "hair spray", "hair spray"),
        ("mashed potato", "mashed potato", "mashed potato"),
        ("cassette tape", "a cassette tape", "three cassette tapes"),
        ("ear of corn", "an ear of corn", "three ears of corn"),
        ("chest of drawers", "a chest of drawers", "three chests of drawers"),
        ("mortar and pestle", "a mortar and pestle", "three mortars and pestles"),
        ("jellyfish", "a jellyfish", "three jellyfish"),
        ("daddy longlegs", "a daddy longlegs", "three daddy longlegs"),
        ("woodlouse", "a woodlouse", "three woodlice"),
        ("ledge", "a ledge", "three ledges"),
        ("led lamp", "an led lamp", "three led lamps"),
    ],
)
def test_articles_and_plurals(noun: str, one: str, three: str) -> None:
    assert nouns.counted(noun, None) == nouns.counted(noun, 1) == one
    assert nouns.counted(noun, 3) == three


def test_large_counts_are_not_exact() -> None:
    assert nouns.counted("person", 5) == "five people"
    assert nouns.counted("person", 9) == "several people"


def test_more_than_were_counted() -> None:
    def told(label: str, count: int | None, more: bool = True) -> str:
        return nouns.with_count(
            Observation(label, 0.9, "cnn", Sureness.SURE, count=count, more=more)
        )

    assert told("person", 1) == told("person", None) == "at least one person"
    assert told("apple", 3) == "at least three apples"
    assert told("apple", 3, more=False) == "three apples"
    assert told("person", 7) == "several people"
    assert told("person", 12) == "a crowd of people"
    assert (told("scissors", 1), told("broccoli", 1)) == ("scissors", "broccoli")


def test_lists() -> None:
    assert nouns.listed(["a"]) == "a"
    assert nouns.listed(["a", "b", "c"]) == "a, b and c"
    assert nouns.listed(["a", "b"], "or") == "a or b"


_NOT_JUST_S = {
    "person": "people",
    "child": "children",
    "knife": "knives",
    "scarf": "scarves",
    "wolf": "wolves",
    "dingo": "dingoes",
    "woodlouse": "woodlice",
    "computer mouse": "computer mice",
    "coral fungus": "coral fungi",
    "meat loaf": "meat loaves",
    "chest of drawers": "chests of drawers",
    "ear of corn": "ears of corn",
    "mortar and pestle": "mortars and pestles",
    "page of text": "pages of text",
    "piece of clothing": "pieces of clothing",
    "T-shirt": "T-shirts",
}
_SAME = frozenset(
    "air binoculars bison broccoli clownfish corn crayfish dirt dough eggnog fire food fruit "
    "furniture glasses goggles goldfish grass guacamole hay ice jeans jellyfish leaves "
    "lionfish mud pajamas paper pasta pufferfish salmon sand scissors sheep shorts skis sky "
    "snow soup stairs starfish sunglasses sunscreen triceratops trousers water wool".split()
).union(
    ("barracuda fish", "bighorn sheep", "chain mail", "chocolate sauce", "daddy longlegs"),
    ("face powder", "gar fish", "hair spray", "ice cream", "mashed potato", "red wine"),
    ("sturgeon fish", "tench fish", "toilet paper", "train tracks", "tropical fish"),
    ("water buffalo",),
)


def _expected(noun: str) -> str:
    if noun in _NOT_JUST_S or noun in _SAME:
        return _NOT_JUST_S.get(noun, noun)
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun[-1] == "y" and noun[-2] not in "aeiou" else f"{noun}s"


def test_the_plural_of_every_spoken_label_of_the_compact_model() -> None:
    facts = json.loads((paths.resources() / "models/compact/cnn.json").read_text())
    for head in facts["heads"].values():
        for label in head["labels"] if "kind" in head else ():
            spoken = head.get("speak", {}).get(label, label)
            if spoken == "none of these" or head["kind"] == "action":  # no nouns
                continue
            assert spoken in (spoken.lower(), "T-shirt")
            assert nouns.plural(spoken) == _expected(spoken)


def test_places() -> None:
    assert nouns.place("kitchen") == "in a kitchen"
    assert nouns.place("street") == "on a street"
    assert nouns.place("sea") == "by the sea"
    assert nouns.place("suspension bridge") == "at a suspension bridge"
    assert nouns.place("church") == "at a church"
    assert nouns.place("theater stage") == "on a theater stage"
    assert nouns.article("sea") == "the sea"


def test_is_or_are() -> None:
    assert nouns.is_plural("scissors")
    assert nouns.is_plural("dog", 2)
    assert not nouns.is_plural("dog", 1)
    assert not nouns.is_plural("broccoli", 3)
    assert nouns.plural("broccoli") == "broccoli"
