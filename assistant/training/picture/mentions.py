"""Labels of the vocabulary that a caption makes true: those it names, and what goes with them.

Whoever swims is in water; a beach is of sand; a child is a person. That is for judging and for
learning what is there; what may be said together with what is another question (``clauses``).
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from assistant.pipeline import kinds
from assistant.training.picture import vocabulary

_LONGEST = 3  # words of a label
# In captions mostly verbs and colours.
_NO_NOUN = frozenset(
    "pictures watch watches stand stands orange oranges light lights picture".split()
)
# Label → labels each of which makes it true.
_IMPLIED = """
water: sea lake river stream pond pool wave waterfall fountain puddle swimming surfing wading
 diving kayak canoe paddling splashing harbor
snow: skiing snowball snowman snowboarding
sand: beach
grass: field meadow yard
field: meadow
meadow: field
dirt: mud
beach: sand
street: crosswalk alley sidewalk
sea: wave surfing
lake: pond
pond: lake
river: stream
stream: river
forest: tree
tree: forest palm-tree
mountain: cliff
hill: slope
slope: hill skiing
cliff: canyon
rock: cliff mountain canyon
city: town-square
ramp: skate-park
track: race
race: racing
racing: race
shop: market
market: shop
restaurant: bar
bar: restaurant
yard: garden
garden: yard
air: jumping flying
building: house tower church
riding: skateboarding snowboarding surfing
walking: hiking marching wading crossing
running: racing chasing
sitting: driving
standing: posing waiting leaning singing
lying: sleeping resting
resting: lying sleeping
holding: carrying
carrying: holding
smiling: laughing
laughing: smiling
performing: singing dancing
fighting: wrestling boxing
playing: kicking catching throwing hitting splashing fighting
skating: rollerblading
rollerblading: skating
swimming: wading diving floating
jumping: diving
eating: chewing biting
rope: leash
leash: rope
sunglasses: goggles
glasses: sunglasses goggles
jacket: suit vest
dress: skirt
skirt: dress
trousers: suit
uniform: costume
costume: uniform dress
instrument: guitar drum violin trumpet saxophone flute accordion cello piano
bag: backpack handbag suitcase
vehicle: car truck bus motorcycle boat train taxi van tractor airplane helicopter bicycle tram
food: eating
drink: coffee beer wine milk tea drinking
glass: wine drink
cup: coffee tea drink
wall: brick graffiti
fence: gate
kayak: canoe paddling
canoe: kayak paddling
boat: paddling
surfboard: surfing
snowboard: snowboarding
skateboard: skateboarding
skis: skiing
snowboarding: snowboard
skateboarding: skateboard
skiing: skis
surfing: surfboard
fire: smoke fireworks
plant: bush flower tree
bush: plant
table: desk counter
desk: table
couch: chair
paper: newspaper book map
newspaper: paper magazine
book: magazine reading
stage: concert
station: train
train tracks: train
harbor: pier
net: goal
goal: net
hoop: net
"""

# Who is called so does that, and whoever is on such a thing rides it.
_DOES = {
    word: action
    for action, words in {
        "riding": "rider cyclist bicyclist biker motorcyclist jockey equestrian bmxer",
        "skateboarding": "skateboarder",
        "skating": "skater",
        "skiing": "skier",
        "snowboarding": "snowboarder",
        "surfing": "surfer windsurfer",
        "swimming": "swimmer",
        "climbing": "climber",
        "running": "runner jogger sprinter",
        "hiking": "hiker",
        "paddling": "kayaker rower canoeist",
        "wrestling": "wrestler",
    }.items()
    for one in words.split()
    for word in (one, f"{one}s")
}
# What is told by another word than the label, and of what kind the ground is.
_TOLD = {
    word: label
    for label, words in {
        "grass": "grassy",
        "snow": "snowy",
        "sand": "sandy",
        "mud": "muddy",
        "ice": "icy",
        "rock": "rocky",
        "forest": "wooded",
        "city": "urban skyscraper skyscrapers",
        "jumping": "airborne midair vaults vaulting somersault somersaults bounces bouncing",
        "air": "airborne",
        "water": "underwater",
        "sea": "surf",
    }.items()
    for word in words.split()
}
_ON = re.compile(
    r"\bon (?:top of )?(?:a|an|the|his|her|their|its|\w+)(?: \w+){0,3}? "
    r"(?:bikes?|bicycles?|motorcycles?|motorbikes?|scooters?|tricycles?|horses?|ponies|pony|mopeds?|"
    r"skateboards?|unicycles?|camels?|atv)\b"
)
_RIDDEN = frozenset(("bicycle", "motorcycle", "horse", "scooter"))
_AT_SPEED = frozenset(("racing", "race", "jumping", "air", "rodeo"))


@cache
def mentions(text: str) -> frozenset[str]:
    """Every label that a sentence makes true."""
    words = re.findall(r"[a-z]+", text.lower())
    found: set[str] = set()
    start = 0
    while start < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if _row(words, start, n) in _nouns()), 0)
        if size:
            found.add(_nouns()[_row(words, start, size)])
        found.update(_actions()[w] for w in words[start : start + 1] if w in _actions())
        start += max(size, 1)
    found.update(table[w] for w in words for table in (_DOES, _TOLD) if w in table)
    if _ON.search(" ".join(words)) or (found & _RIDDEN and found & _AT_SPEED):
        found.add("riding")
    return frozenset(found.union(*(_makes_true().get(label, ()) for label in found)))


def share(label: str, captions: Iterable[str]) -> float:
    """The share of the captions that make it true."""
    found = [label in mentions(text) for text in captions]
    return sum(found) / max(len(found), 1)


def is_known(label: str) -> bool:
    """Whether the vocabulary has it."""
    return any(
        label in table for table in (vocabulary.THINGS, vocabulary.PLACES, vocabulary.ACTIONS)
    )


def _row(words: list[str], start: int, size: int) -> str:
    return " ".join(words[start : start + size])


@cache
def _nouns() -> Mapping[str, str]:
    known = vocabulary.nouns_of().items()
    return {word: label for word, (label, _, _) in known if word not in _NO_NOUN}


@cache
def _actions() -> Mapping[str, str]:
    return vocabulary.actions_of()


@cache
def _makes_true() -> Mapping[str, frozenset[str]]:
    """Label → what else is true with it: one step of the table, and every kind of it."""
    found: dict[str, set[str]] = {}
    for label, others in _table().items():
        for other in others:
            found.setdefault(other, set()).add(label)
    for label in vocabulary.THINGS:
        members = kinds.members(label)
        for other in vocabulary.THINGS:
            if other != label and other in members:
                found.setdefault(other, set()).add(label)
    found.setdefault("child", set()).add("person")
    return {label: frozenset(labels) for label, labels in found.items()}


def _table() -> Mapping[str, tuple[str, ...]]:
    rows = (line.partition(":") for line in re.sub(r"\n ", " ", _IMPLIED.strip()).split("\n"))
    return {label: tuple(w.replace("-", " ") for w in words.split()) for label, _, words in rows}
