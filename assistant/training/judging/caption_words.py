"""The nouns of captions: which are in a sentence, and which of them make a spoken label right."""

import re
from collections.abc import Mapping
from functools import cache

from assistant.pipeline import kinds, nouns
from assistant.training.picture import labels
from assistant.training.picture.speech import SPEAK
from assistant.training.picture.tags import TAGS

_TRAINED = {spoken: trained for trained, spoken in SPEAK.items()}
# What else makes a noun right, beside labels.SYNONYMS, labels.SCENE_WORDS and the words of
# questions: parts for the whole, and who is named by what they use.
_ALSO = {
    "person": "hand,finger,arm,audience,team,batter,catcher,pitcher,umpire,goalie,jockey,officer,"
    "cop,fireman,spectator,selfie,human,employee,customer,shopper,athlete,musician,bicyclist,"
    "motorcyclist,motorist,kayaker,onlooker,wrestler,racer,skater",
    "surfboard": "surfer,surfing,surf board,surf,wakeboard",
    "skis": "skier,skiing",
    "snowboard": "snowboarder,snowboarding",
    "skateboard": "skateboarder,skateboarding,skate board",
    "bicycle": "cyclist,bicyclist,cycling,bmx,bicycling",
    "motorcycle": "motorcyclist,motocross,dirt bike",
    "tennis racket": "racket,racquet,tennis racquet",
    "baseball bat": "batter,bat,batting",
    "baseball glove": "mitt,glove,baseball mitt",
    "sports ball": "tennis ball",
    "frisbee": "disc,flying disc,disk",
    "horse": "jockey,rodeo",
    "boat": "sailing,rowing,canoeing,kayaking",
    "cup": "glass",
    "fork": "utensil,silverware,cutlery",
    "knife": "utensil,silverware,cutlery",
    "spoon": "utensil,silverware,cutlery",
    "traffic light": "stop light",
    "car": "traffic,automobile",
    "chair": "recliner",
    "cake": "cupcake",
    "sandwich": "sub,wrap",
    "potted plant": "flower pot",
    "dining table": "counter,countertop",
    "sea": "wave,shore,coast,harbour,harbor,surfing,seaside,bay",
    "street": "parking lot,traffic,curb,kerb,street sign,street light,traffic light,pavement,"
    "asphalt,alley",
    "bathroom": "shower,bathtub,urinal,toilet seat",
    "kitchen": "kitchenette",
    "mountain": "slope,peak",
    "forest": "wooded",
    "buildings": "house,tower,church,town,building",
    "house front": "house,home,building",
    "document": "newspaper,sheet of paper,invoice",
    "piece of clothing": "wetsuit,swimsuit,bikini,trunks,costume",
    "vehicle": "atv",
}
# What leaves a noun open: it may be there, and nobody says so for certain.
_MAYBE = {
    "sea": "water,lake,river",
    "glacier": "ice",
    "bicycle": "biker,biking",
    "motorcycle": "bike,biker,biking,scooter,racer",
    "bedroom": "bed",
    "kitchen": "stove,oven,refrigerator,cooking",
    "bathroom": "bath,sink",
    "forest": "tree,trail",
    "car": "vehicle,racer",
    "truck": "vehicle",
    "laptop": "computer",
    "handbag": "bag",
    "suitcase": "bag,baggage",
    "backpack": "bag",
    "cup": "drink,coffee,tea,beverage",
    "wine glass": "wine,glass",
    "bottle": "wine,beer",
    "sports ball": "soccer,tennis,baseball,basketball,volleyball,football,golf",
    "tennis racket": "tennis",
    "baseball bat": "baseball",
    "baseball glove": "catcher,baseball",
    "chair": "seat",
    "bench": "seat",
    "vase": "pot,pitcher,flower",
    "potted plant": "flower,pot,tree,bush",
    "traffic light": "signal,light",
    "building": "city,town,station",
    "document": "paper,letter,page,text",
    "street": "path,city,town",
    "vehicle": "racer",
}
# What they are made of is not there: nobody sees a bus at a bus stop for certain.
TRAPS = (
    "bus stop,bus station,bus shelter,train station,train track,train platform,table tennis,"
    "table cloth,car seat,car park,cable car,toy car,flower bed,truck bed,dog park,dog house,"
    "cat food,dog food,home plate,license plate,number plate,boat house,horse race,chair lift,"
    "ski lift,bed sheet,phone booth,book store,clock tower,water jet,jet ski,hang glider,"
    "tank top,fish tank"
).split(",")
_PLACES = frozenset("kitchen bathroom bedroom street beach sea mountain road city forest".split())
_SEVERAL = frozenset("group couple family crowd pair".split())  # "a couple of dogs"
_GROWN = frozenset("male female adult baby infant mother father".split())  # "a male lion"
# In captions mostly verbs, colours and parts of "on top of".
_NO_NOUN = frozenset("watch watches orange fly flies top body heel sweet form crossing".split())


@cache
def supports(noun: str) -> frozenset[str]:
    """Every word, in lower case, that makes the noun right."""
    trained = as_trained(noun)
    found = {*kinds.members(noun), *kinds.members(trained)}
    if tag := TAGS.get(noun):
        found.update(tag.words, *(kinds.members(member) for member in tag.members))
    for word in tuple(found):
        own = as_trained(word)
        found |= {own, *labels.SYNONYMS.get(own, ())}
        found.update(w for w, of in kinds.words().narrower.items() if word in of)
    found.update(labels.SCENE_WORDS.get(trained, ()))
    found |= _words(_ALSO, noun)
    return frozenset(word.lower() for word in found) - leave_open(noun)


def leave_open(noun: str) -> set[str]:
    """The words that make it possible, and not certain, that the noun is right."""
    return _words(_MAYBE, noun)


def is_known(noun: str) -> bool:
    """Whether ``mentioned`` knows the noun."""
    return noun.lower() in known()


def as_trained(noun: str) -> str:
    """The label as the networks learnt it: "tv" for television."""
    return _TRAINED.get(noun, noun)


def _words(table: Mapping[str, str], noun: str) -> set[str]:
    several = (table.get(name, "") for name in (noun, as_trained(noun)))
    return {word for words in several for word in words.split(",") if word}


@cache
def mentioned(text: str) -> frozenset[str]:
    """The nouns of a sentence, in singular: the longest that are known, so no dog in "hot dog"."""
    words = re.findall(r"[a-z]+", text.lower())
    found: set[str] = set()
    start = 0
    while start < len(words):
        size = next((n for n in range(5, 0, -1) if tuple(words[start : start + n]) in _forms()), 0)
        if size:
            noun = _forms()[tuple(words[start : start + size])]
            following = " ".join(words[start + size : start + size + 1])
            if not _no_noun(noun, words[start], following):
                found.add(noun)
            found |= _PLACES.intersection(words[start : start + size - 1])
        start += max(size, 1)
    return frozenset(found)


def _no_noun(noun: str, word: str, following: str) -> bool:
    if noun in _SEVERAL:
        return following == "of"
    if noun in _GROWN:
        return _forms().get((following,), "") in supports("animal")
    return word in _NO_NOUN


@cache
def _forms() -> dict[tuple[str, ...], str]:
    """The words of each noun that may stand in a caption, in both numbers → the noun."""
    lower = sorted(known())
    forms = {tuple(re.findall(r"[a-z]+", nouns.plural(word))): word for word in lower}
    return forms | {tuple(re.findall(r"[a-z]+", word)): word for word in lower}


@cache
def known() -> frozenset[str]:
    """All nouns that captions are searched for, in lower case."""
    tables = kinds.words()
    known = {*TRAPS, *tables.same, *tables.kinds, *tables.narrower, *labels.SYNONYMS, *TAGS}
    for several in (labels.SYNONYMS, labels.SCENE_WORDS, tables.kinds):
        known.update(word for words in several.values() for word in words)
    known.update(w for words in tables.same.values() for w in words)
    known.update(w for tag in TAGS.values() for w in tag.words)
    for table in (_ALSO, _MAYBE):
        known.update(table, (word for words in table.values() for word in words.split(",")))
    return frozenset(word.lower() for word in known)
