"""Meanings of words: true tags and captions as COCO's labels, tags as scenes."""

import re
from collections.abc import Iterable

from assistant.training.picture.data import Row

NOTHING = "none of these"
SCENES = (
    *("bedroom", "bathroom", "kitchen", "house front", "street", "buildings", "forest"),
    *("glacier", "mountain", "sea", "document", NOTHING),
)
_SCENE_OF_TAG = {
    "house": "house front",  # of the source "houses" only: elsewhere it is a thing
    "receipt/document (not a photo scene)": "document",
    **{scene: scene for scene in SCENES},
}
# Sources that show a thing close by, and never one of the scenes.
_NO_SCENE = frozenset("caltech grocery clothing clothfull trash foodish fruitveg monkey".split())

SCENE_WORDS: dict[str, tuple[str, ...]] = {
    "bedroom": ("bedroom", "bed"),
    "bathroom": ("bathroom", "restroom", "toilet"),
    "kitchen": ("kitchen",),
    "street": ("street", "road", "sidewalk", "intersection", "highway", "crosswalk"),
    "buildings": ("building", "city", "skyscraper"),
    "forest": ("forest", "woods", "jungle"),
    "glacier": ("glacier", "ice"),
    "mountain": ("mountain", "hill", "cliff"),
    "sea": ("sea", "ocean", "beach", "water", "lake", "surf"),
    "document": ("document", "page", "letter", "receipt"),
}
"""Words of captions that make a scene true."""

# Words of captions and tags → COCO's label, where they are not the label itself.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "person": tuple(
        "people man men woman women boy boys girl girls child children kid kids baby guy lady "
        "player players surfer skier skateboarder rider crowd toddler snowboarder cyclist "
        "biker someone worker climber couple adult faces pedestrian teenager male female "
        "swimmer runner dancer singer performer bicyclist motorcyclist hiker baseball-player "
        "gentleman family friends group".split()
    ),
    "bicycle": ("bike", "cycle"),
    "motorcycle": ("motorbike", "dirtbike", "moped", "motorbikes"),
    "airplane": ("plane", "jet", "airliner", "aircraft", "aeroplane", "airplanes"),
    "car": ("cars", "suv", "taxi", "sedan", "car side", "vehicle"),
    "truck": ("pickup", "garbage truck"),
    "train": ("locomotive",),
    "boat": ("ship", "canoe", "kayak", "sailboat", "raft", "ketch", "schooner", "ferry"),
    "traffic light": ("trafficlight", "stoplight", "traffic signal"),
    "stop sign": (),
    "cat": ("kitten", "kitty"),
    "dog": ("puppy", "dalmatian", "english springer", "greyhound", "terrier", "poodle"),
    "horse": ("pony",),
    "cow": ("bull", "cattle", "calf"),
    "sheep": ("lamb",),
    "bird": ("pigeon", "rooster", "flamingo", "ibis", "emu", "parrot", "duck", "seagull", "goose"),
    "bear": ("polar bear",),
    "backpack": (),
    "handbag": ("purse", "bag"),
    "suitcase": ("luggage",),
    "tie": ("necktie",),
    "sports ball": ("ball", "football", "soccer ball", "golf ball", "volleyball", "basketball"),
    "skis": ("ski",),
    "skateboard": (),
    "couch": ("sofa", "loveseat"),
    "potted plant": ("plant", "houseplant", "bonsai"),
    "dining table": ("table", "desk"),
    "tv": ("television", "monitor", "screen"),
    "cell phone": ("phone", "cellphone", "smartphone"),
    "laptop": ("notebook", "computer"),
    "refrigerator": ("fridge", "freezer"),
    "oven": ("stove",),
    "donut": ("doughnut",),
    "wine glass": ("wineglass",),
    "cup": ("mug", "coffee"),
    "remote": ("remote control",),
    "clock": ("watch",),
    "hot dog": ("hotdog",),
    "teddy bear": ("teddy", "stuffed animal"),
    "hair drier": ("hairdryer", "hair dryer"),
    "bed": ("mattress",),
    "chair": ("windsor chair", "armchair", "stool"),
    "apple": ("pink lady", "royal gala", "granny smith", "golden delicious", "red delicious"),
    "orange": ("satsumas",),
    "sandwich": ("burger",),
    "elephant": (),
    "umbrella": ("parasol",),
}


def true_labels(row: Row, labels: Iterable[str]) -> frozenset[str]:
    """Those of the labels that the source itself states: by tag, or by a majority of captions."""
    said = {tag.lower() for tag in row.tags}
    return frozenset(label for label in labels if said & {label, *SYNONYMS.get(label, ())})


def mentioned(row: Row, labels: Iterable[str]) -> frozenset[str]:
    """Those of the labels that a tag or any one caption names."""
    text = " . ".join((*row.captions, *row.tags))
    return frozenset(label for label in labels if names(text, (label, *SYNONYMS.get(label, ()))))


def names(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text has one of the phrases, as singular or plural."""
    words = re.findall(r"[a-z]+", text.lower())
    single = {
        form for word in words for form in (word, word.removesuffix("s"), word.removesuffix("es"))
    }
    whole = f" {' '.join(words)} "
    return any(p in single if p.isalpha() else f" {p} " in whole for p in phrases)


def scene(row: Row) -> str | None:
    """The true scene, or that it is none of them; None when the source does not say."""
    if row.src in _NO_SCENE:
        return NOTHING
    for tag in row.tags:
        found = _SCENE_OF_TAG.get(tag)
        if found and (found != "house front" or row.src == "houses"):
            return found
    return None
