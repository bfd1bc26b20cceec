"""Which words of a caption name what Glimpse can say: labels, how many, and what joins them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from torchvision.models import ResNet50_Weights

from assistant import paths
from assistant.pipeline import nouns
from assistant.pipeline.cnn_standard import Meanings
from assistant.pipeline.evidence import Kind
from assistant.training import labels, tags

_SAME = {
    "trousers": "pants slacks",
    "hat": "hats cap beanie",
    "shoe": "shoes sneakers boots",
    "shirt": "blouse",
    "T-shirt": "t-shirt tee-shirt tshirt t-shirts",
    "street": "road sidewalk roadway highway pavement",
    "sea": "ocean",
    "shop": "store market supermarket",
    "boat": "canoe kayak sailboat raft",
    "person": "adults men women kids guys ladies musician guitarist drummer artist painter vendor "
    "carpenter fireman gymnast wrestler boxer golfer goalie umpire referee cowboy jogger athlete "
    "customer shopper tourist sailor fisherman ballerina skater wakeboarder bystander spectator "
    "youth member crowd audience couple family friends team fellow skier snowboarder onlooker "
    "passerby kayaker racer youngster male female dude lad skaters tennis-player bikers",
}
# What else these words mean is at least as frequent; they count with an article before them and
# no noun after them.
_AMBIGUOUS = frozenset(
    "watch swing train fly saw drill duck bat ship tie slide fan box book check light sink park "
    "ski skate bowl horn top flash ring glass paddle drink dress drum crane safe match mop hammer "
    "chain shower scale pitch cart lock nail screw comb brush iron mail plow plunge whistle orange "
    "camp cap flag paint screen torch whisk wheel pen plant plate tank tap tart toast mask mirror "
    "bow kite surf cook coach driver cream knot fish balance play bank lab pointer setter racer "
    "guide ruler poster top ground face couple pop male female safe swallow boxer "
    "coil quill spindle bubble cannon menu cloak shield organ turkey chicken".split()
)
_NEVER = frozenset("text screenshot barcode dish water snow wall wood clothes clothing".split())
_MORE = (
    "window flag painting sculpture wheel stroller candle fireplace tire coin pitcher basketball "
    "volleyball mug ladder headphones jacket coat guitar flower helmet balloon sword snowman"
)
_NO_PLACES = frozenset(("house front", "buildings", "page of text", labels.NOTHING))
_DETERMINERS = frozenset(
    "a an the his her their its this that these those one two three four five six seven eight nine "
    "ten several many some few another each both of with".split()
)
_FUNCTION = frozenset(
    "a an the and or but with in on at by of to from near next behind over under into onto while "
    "as for is are has have that who which wearing holding sitting standing riding playing looking "
    "walking running jumping lying eating watching , . ;".split()
)
_NUMBERS = {word: number for number, word in enumerate(nouns._NUMBERS) if number > 1}
_NUMBERS |= {"several": 6, "many": 8, "some": 3, "few": 3, "both": 2, "couple": 2, "pair": 2}
_GROUPS = {"crowd": 12, "audience": 12, "couple": 2, "family": 4, "team": 6, "friends": 3}
_GROUPS |= {"group": 5, "herd": 6, "flock": 6, "bunch": 6, "pack": 4}
# The second thing is the first one's, in its hands or on it.
_WITH = frozenset(
    "with holding wearing carrying riding playing using eating drinking has have having throws "
    "throwing catching catches kicking kicks hitting swinging pushing pulling chasing "
    "biting chewing carries holds wears rides plays uses eats cutting reading flying full "
    "topped containing filled driving rowing paddling petting hugging feeding".split()
)
_ON = "skateboard surfboard skis snowboard bicycle motorcycle horse scooter unicycle sled tricycle"
CARRIED = frozenset(_ON.split()) | {"suit", "hat", "dress", "shirt", "T-shirt", "trousers"}
CARRIED |= {"jacket", "coat", "jeans", "shorts", "helmet", "vest", "skirt", "sweater", "uniform"}


@dataclass(frozen=True)
class Mention:
    """A thing or place named in a caption.

    Attributes:
        label: as Glimpse would say it.
        kind: "object" or "scene".
        count: how many; None where the caption has a plural without a number.
        joined: whether it belongs to what was named before it ("a person with a dog").
    """

    label: str
    kind: Kind
    count: int | None
    joined: bool


@cache
def sayable() -> Mapping[str, Kind]:
    """Everything that either profile can say: label → "object" or "scene"."""
    models = paths.resources() / "models"
    facts = json.loads((models / "compact" / "cnn.json").read_text("utf-8"))
    say = json.loads((models / "standard" / "detector.json").read_text("utf-8"))["say"]
    words = json.loads((models / "standard" / "imagenet.json").read_text("utf-8"))
    said: dict[str, str] = {}
    for head in facts["heads"].values():
        if "kind" in head:
            spoken = (head.get("speak", {}).get(label, label) for label in head["labels"])
            said |= dict.fromkeys(spoken, head["kind"])
    known = Meanings.read(words, ResNet50_Weights.IMAGENET1K_V2.meta["categories"]).words
    said |= {word.text: word.kind for word in known if word}
    said |= dict.fromkeys((*tags.TAGS, *say.values()), "object")
    places = {label for label, kind in said.items() if kind == "scene"} - _NO_PLACES
    things = said.keys() - places - _NO_PLACES
    kinds: dict[str, Kind] = dict.fromkeys(sorted(things), "object")
    return kinds | dict.fromkeys(sorted(places), "scene")


@cache
def learnable() -> Mapping[str, Kind]:
    """What can be said, and everyday things that may be one day."""
    kinds = synonyms()["kinds"].values()
    more = {*_MORE.split(), *(label for labels in kinds for label in labels)} - _NO_PLACES
    things: dict[str, Kind] = dict.fromkeys(sorted(more), "object")
    return things | dict(sayable())


@cache
def synonyms() -> dict[str, Any]:
    """The content of ``resources/words/synonyms.json``, which says what it is."""
    path = paths.resources() / "words" / "synonyms.json"
    return json.loads(path.read_text("utf-8"))  # type: ignore[no-any-return]


@cache
def words() -> Mapping[str, tuple[str, bool]]:
    """Word or words of a caption → (label, whether it is a plural)."""
    facts = synonyms()
    found: dict[str, str] = {}
    for table in (_own(), _of(facts, "same"), _coco(), _of(facts, "narrower")):
        for word, label in table.items():
            found.setdefault(word, label)
    exact = {label.lower(): label for label in sayable()}
    every = {label.lower(): label for label in learnable()}
    singular = {**every, **found, **exact, **_own()}
    singular = {word: label for word, label in singular.items() if word not in _NEVER}
    plurals = ((word, nouns.plural(word), label) for word, label in singular.items())
    forms = {plural: (label, True) for word, plural, label in plurals if plural != word}
    single = {word: (label, nouns.is_plural(word)) for word, label in singular.items()}
    return single | {form: found for form, found in forms.items() if form not in every}


def _own() -> dict[str, str]:
    return {word: label for label, text in _SAME.items() for word in text.split()}


def _of(facts: Mapping[str, Any], table: str) -> dict[str, str]:
    rows = facts[table].items()
    return {word.lower(): label for label, words in rows if label in sayable() for word in words}


def _coco() -> dict[str, str]:
    said = {"dining table": "table", "tv": "television", "cell phone": "phone"}
    said |= {"sports ball": "ball", "remote": "remote control", "hair drier": "hair dryer"}
    rows = labels.SYNONYMS.items()
    return {word: said.get(label, label) for label, words in rows for word in words}


def mentions(caption: str) -> Iterator[Mention]:
    """The things and places that a caption names, in its order, each as often as it does."""
    tokens = re.findall(r"[a-z0-9'-]+|[,.;]", caption.lower())
    end = start = 0
    while start < len(tokens):
        width = _longest(tokens, start)
        if width and _is_noun(tokens, start, width):
            yield _mention(tokens, end, start, width)
            end = start + width
        start += width or 1


def _longest(tokens: list[str], start: int) -> int:
    ends = (n for n in (4, 3, 2, 1) if " ".join(tokens[start : start + n]) in words())
    return next(ends, 0)


def _is_noun(tokens: list[str], start: int, width: int) -> bool:
    """Whether it stands there as a noun of its own: not "kitchen" of "kitchen towel"."""
    after = tokens[start + width] if start + width < len(tokens) else "."
    phrase = " ".join(tokens[start : start + width])
    label, plural = words()[phrase]
    also_verb = plural and phrase != label and bool(_AMBIGUOUS & {phrase[:-1], phrase[:-2]})
    if phrase in _AMBIGUOUS or also_verb:
        before = tokens[max(0, start - 1 if plural else start - 2) : start]
        determined = bool(_DETERMINERS & set(before)) and before[-1] not in words()
        return determined and after in _FUNCTION
    if label == "person" or after in _AMBIGUOUS:
        return not (after in words() and words()[after][0] == "person")
    return after not in words()


def _mention(tokens: list[str], end: int, start: int, width: int) -> Mention:
    phrase = " ".join(tokens[start : start + width])
    label, plural = words()[phrase]
    between = tokens[end:start]
    joined = bool(_WITH & set(between)) or between[-2:-1] == ["of"] or between[-1:] == ["of"]
    if between[-3:-1] == ["front", "of"] or between[-2:] == ["front", "of"]:
        joined = False
    joined |= label in CARRIED and bool({"in", "on"} & set(between[-4:]))
    return Mention(label, learnable()[label], _count(between, phrase, plural), joined)


def _count(between: list[str], phrase: str, plural: bool) -> int | None:
    near = between[-4:]
    number = next((_number(word) for word in reversed(near) if _number(word)), None)
    group = next((_GROUPS[word] for word in near if word in _GROUPS and "of" in near), None)
    if phrase in _GROUPS:
        return _GROUPS[phrase]
    return (number or group) if plural else 1


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and 1 < int(word) < 20 else _NUMBERS.get(word)
