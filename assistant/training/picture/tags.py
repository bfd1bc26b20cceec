"""Labels of the whole picture: kinds of things, and things that the detector teacher never learnt.

"An animal" is often certain where "a dog" is not, and a true word is worth more than none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.training.picture import labels
from assistant.training.picture.data import Row
from assistant.training.picture.targets import Floats

UNKNOWN = -1.0
LIKELY, UNLIKELY = 0.7, 0.2  # chances from which a tag counts as there, and as perhaps there
_MOST = 0.9  # what a teacher is sure of is as likely as this
_EVERYDAY_LIFE = frozenset(
    "coco coco_vqa coco_ic flickr8k nips mvsa vocsub imagen imagenet1000 azure zerodce weather "
    "roadsign carbike peds humanseg ccp nyu gtea dusty robocup foda imagenette".split()
)
_PEOPLE = _EVERYDAY_LIFE | frozenset(("pacs", "caltech", "catsdogs"))
_ROOMS = _EVERYDAY_LIFE | frozenset(("houses",))


@dataclass(frozen=True)
class Tag:
    """One label of the whole picture.

    Attributes:
        members: COCO's labels each of which makes it true.
        everyday: labels of the object labeler that make it likely, in lower case.
        imagenet: first and last class of ImageNet's that make it likely.
        words: of tags and captions that make it true.
        silent: sources that show such things and do not say so.
    """

    members: tuple[str, ...] = ()
    everyday: frozenset[str] = frozenset()
    imagenet: tuple[int, int] | None = None
    words: tuple[str, ...] = ()
    silent: frozenset[str] = field(default=frozenset())


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


def _set(text: str) -> frozenset[str]:
    return frozenset(_listed(text))


TAGS: dict[str, Tag] = {
    "animal": Tag(
        _listed("bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe"),
        _set("cat,insect,fish,snake,monkey,bear,sheep,zebra,antelope,deer,squirrel,turtle,duck"),
        (0, 397),
        _listed(
            "monkey,leopards,fish,insect,butterfly,crab,lobster,rhino,hippo,kangaroo,lion,tiger,"
            "fox,rabbit,goat,deer,camel,turtle,snake,frog,spider,whale,dolphin,squirrel,tench,"
            "hawksbill,red panda,wolf,pig"
        ),
    ),
    "vehicle": Tag(
        _listed("car,motorcycle,airplane,bus,train,truck,boat"),
        _set(
            "car,bus,truck,van,train,airplane,helicopter,boat,motorcycle,ambulance,limousine,ship"
        ),
        words=_listed("helicopter,van,tractor,vehicle,scooter,tank,ambulance"),
    ),
    "food": Tag(
        _listed("banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake"),
        _set("food,fruit,vegetable,dessert,baked goods,snack,pizza,sandwich,bread,pasta,salad"),
        (924, 969),
        _listed(
            "food,fruit,vegetables,vegetable,meal,bread,rice,meat,cheese,salad,soup,pasta,dosa,"
            "biryani,dessert,burger,idly,samosa,butter-chicken,corn,tomato,potato,melon,pear"
        ),
    ),
    "furniture": Tag(
        _listed("chair,couch,bed,dining table"),
        _set("furniture,cabinetry,bed,table,shelf,cupboard,desk,bookcase,wardrobe,couch,chair"),
        words=_listed("furniture,desk,shelf,cabinet,bench,stool,dresser,wardrobe,bookcase"),
        silent=frozenset(("gtea", "doors", "houses", "nyu")),
    ),
    "building": Tag(
        everyday=_set("building,house,castle"),
        words=_listed("building,house,church,castle,skyscraper,tower"),
        silent=_EVERYDAY_LIFE | frozenset(("doors",)),
    ),
    "plant": Tag(
        ("potted plant",),
        _set("plant,houseplant,flower,flowerpot,christmas tree"),
        words=_listed("plant,flower,tree,bush,bonsai,sunflower,water lilly,lotus,forest"),
        silent=_ROOMS | frozenset(("intel", "pacs", "catsdogs", "doors", "caltech")),
    ),
    "door": Tag(
        everyday=_set("door,door handle"),
        words=("door", "doorway", "door handle", "gate"),
        silent=_ROOMS | frozenset(("pacs", "intel", "ccp")),
    ),
    "fruit": Tag(
        ("banana", "apple", "orange"),
        _set("fruit,strawberry,grape,lemon,pear,pineapple,mango,watermelon"),
        words=_listed("fruit,melon,pear,satsumas,grapes,pineapple,mango,lemon,strawberry,peach"),
    ),
    "vegetable": Tag(
        ("broccoli", "carrot"),
        _set("vegetable,tomato,cucumber,cabbage,potato,bell pepper"),
        words=_listed("vegetables,vegetable,tomato,potato,pepper,corn,eggplant,lettuce,cucumber"),
    ),
    "package": Tag(
        everyday=_set("packaged goods,milk,juice,box,shipping box"),
        words=_listed("packages,package,carton,box,parcel"),
        silent=_EVERYDAY_LIFE | frozenset(("trash", "doors", "houses")),
    ),
    **{
        name: Tag(everyday=_set(everyday), words=_listed(words), silent=_PEOPLE)
        for name, everyday, words in (
            ("shoe", "shoe,footwear,boot,sneakers,sandal", "shoes,shoe,boot,sneaker,sandal"),
            ("hat", "hat,cap,sun hat,cowboy hat", "hat,cap,cowboy hat"),
            ("dress", "dress", "dress"),
            ("trousers", "pants,jeans", "pants,jeans,trousers"),
            ("T-shirt", "t-shirt", "t-shirt,tee"),
            ("shirt", "shirt,t-shirt,top", "shirt,t-shirt,longsleeve,polo,undershirt,blouse"),
            (
                "piece of clothing",
                "clothing,outerwear,dress,pants,t-shirt,shirt,jacket,shorts,top,suit",
                "t-shirt,pants,longsleeve,dress,shirt,shorts,outwear,skirt,polo,undershirt,"
                "hoodie,blazer,body,jacket,coat,sweater,top",
            ),
        )
    },
}
"""Spoken name → what makes it true."""


def stated(row: Row, tag: Tag) -> bool:
    """Whether the source says so itself, by a tag or by two of five captions' nouns."""
    said = {word.lower() for word in row.tags}
    return bool(said & set(tag.words)) or bool(labels.true_labels(row, tag.members))


def fixed(row: Row, everyday: Sequence[str]) -> Floats:
    """The chance (tags,) of each tag as far as it does not depend on boxes; UNKNOWN where silent.

    Args:
        row: the picture's labels.
        everyday: the names of the object labeler's classes.
    """
    return np.array([_fixed(row, tag, everyday) for tag in TAGS.values()], np.float32)


def chances(known: Floats, found: Floats, names: Sequence[str]) -> Floats:
    """``fixed`` joined with the chances (labels,) of COCO's labels in the view."""
    members = [
        max((found[names.index(m)] for m in tag.members if m in names), default=0.0)
        for tag in TAGS.values()
    ]
    there = np.array(members, np.float32)
    return np.where((known == UNKNOWN) & (there < 0.5), UNKNOWN, np.maximum(known, there))


def mentioned(row: Row) -> Iterable[str]:
    """The tags that any caption or tag names, by a word of the tag's or of its members."""
    text = " . ".join((*row.captions, *row.tags))
    for name, tag in TAGS.items():
        words = {name.lower(), *tag.words}
        words |= {w for m in tag.members for w in (m, *labels.SYNONYMS.get(m, ()))}
        if labels.names(text, words):
            yield name


def _fixed(row: Row, tag: Tag, everyday: Sequence[str]) -> float:
    if stated(row, tag):
        return 1.0
    named = (p for i, p in row.everyday if everyday[int(i)].lower() in tag.everyday)
    likely = max(named, default=0.0)
    if tag.imagenet:
        first, last = tag.imagenet
        likely = max(likely, sum(p for i, p in row.imagenet if first <= i <= last))
    if row.src in tag.silent and likely < 0.5:
        return UNKNOWN
    return _MOST * min(1.0, likely)
