"""Words of the language model: everything that can be said, and everyday things."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from torchvision.models import ResNet50_Weights

from assistant import paths
from assistant.pipeline.cnn_standard import Meanings
from assistant.pipeline.evidence import Kind
from assistant.training.picture import labels, tags, vocabulary

_MORE = (
    "window flag painting sculpture wheel stroller candle fireplace tire coin pitcher basketball "
    "volleyball mug ladder headphones jacket coat guitar flower helmet balloon sword snowman"
)
_NO_PLACES = frozenset(("house front", "buildings", "page of text", labels.NOTHING))
_ON = "skateboard surfboard skis snowboard bicycle motorcycle horse scooter unicycle sled tricycle"
CARRIED = frozenset(_ON.split()) | {"suit", "hat", "dress", "shirt", "T-shirt", "trousers"}
CARRIED |= {"jacket", "coat", "jeans", "shorts", "helmet", "vest", "skirt", "sweater", "uniform"}


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
    """Everything that can be said, and everyday things that may be one day."""
    kinds = synonyms()["kinds"].values()
    more = {*_MORE.split(), *(label for labels in kinds for label in labels)} - _NO_PLACES
    things: dict[str, Kind] = dict.fromkeys(sorted(more | vocabulary.THINGS.keys()), "object")
    places: dict[str, Kind] = dict.fromkeys(sorted(vocabulary.PLACES), "scene")
    return things | places | dict(sayable())


@cache
def synonyms() -> dict[str, Any]:
    """The content of ``resources/words/synonyms.json``, which says what it is."""
    path = paths.resources() / "words" / "synonyms.json"
    return json.loads(path.read_text("utf-8"))  # type: ignore[no-any-return]
