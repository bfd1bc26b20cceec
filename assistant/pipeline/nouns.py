"""English around a noun: articles, plurals, number words.

The ``inflect`` library knows more, but takes three seconds to import; the labels of the networks
need little. Those that are not regular are pinned by tests.
"""

from collections.abc import Sequence

from assistant.pipeline.evidence import Observation, Sureness

_PLURALS = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "mouse": "mice",
    "goose": "geese", "foot": "feet", "tooth": "teeth", "ox": "oxen", "knife": "knives",
    "shelf": "shelves", "leaf": "leaves", "loaf": "loaves", "wolf": "wolves", "calf": "calves",
    "scarf": "scarves", "wife": "wives", "potato": "potatoes", "tomato": "tomatoes",
    "mango": "mangoes", "dingo": "dingoes", "cactus": "cacti", "fungus": "fungi",
    "woodlouse": "woodlice", "mortar and pestle": "mortars and pestles",
}  # fmt: skip
_SAME = frozenset(
    "sheep fish deer cattle aircraft moose bison buffalo salmon shrimp squid series longlegs "
    "triceratops".split()
)
_PLURAL_ONLY = frozenset(
    "scissors skis glasses sunglasses goggles pants jeans shorts trousers headphones binoculars "
    "chopsticks stairs fries shakers bags goods heels maracas earrings tights pyjamas pajamas "
    "underpants sweatpants fireworks mountains sneakers flip-flops skates pliers clothes people "
    "buildings mountains trees cattle tracks children leaves".split()
)
_MASS = frozenset(
    "grass water sky snow sand food furniture clothing luggage broccoli bread rice pasta popcorn "
    "jewellery footwear tableware eyewear outerwear swimwear hardware weaponry lighting milk "
    "juice beer cream sushi asparagus cheese cabinetry honey butter meat coffee tea wine "
    "guacamole fruit toast soup corn underwear makeup powder paper lego dairy hay fog wool mail "
    "sunscreen dough sauce eggnog ice mud dirt air rain scaffolding graffiti smoke fire candy "
    "luggage jewelry hair clothing equipment noodles".split()
).union(("adhesive tape", "hair spray", "mashed potato"))
_THE = frozenset("sea sky ground".split())  # there is one of each
# Who is there may be in it or beside it: "in the water", "by the water". A picture tells
# neither, so these are joined only where captions say how.
_GROUNDS = frozenset(
    "grass snow water sand ice mud dirt air sky rain river lake pond stream pool".split()
)
_ON = frozenset(
    "beach street sidewalk path track slope hill stage runway boardwalk patio porch balcony "
    "driveway court crosswalk farm bridge roof deck lawn terrace".split()
)
_PLACES = {
    "grass": "on grass",
    "ice": "on ice",
    "sand": "on sand",
    "snow": "in the snow",
    "water": "in the water",
    "desert": "in the desert",
    "lake shore": "on a lake shore",
    "mountain": "in the mountains",
    "mountains": "in the mountains",
    "night": "at night",
    "sea": "by the sea",
    "sunset": "at sunset",
    "theater stage": "on a theater stage",
    "train tracks": "on train tracks",
    "vaulted ceiling": "under a vaulted ceiling",
}
# Pictures of these show them from outside as often as from inside; "at" is true of both.
_AT = frozenset(
    "airport station barn boathouse bridge castle church mosque temple building dwelling sawmill "
    "greenhouse planetarium dam dock pier arch viaduct yurt cliff reef geyser shop restaurant "
    "market stadium zoo fair festival party concert wedding race rodeo museum bar library harbor "
    "playground".split()
)
_DEFINITE = frozenset("water snow grass sand air rain sky mud desert sea".split())  # "in the grass"
# Begin with a consonant sound.
_A = tuple("uni eu use ura uri uku one ute uro usb ufo ewe".split())
_AN = ("hour", "honest", "heir", "x-ray", "mri", "lcd", "led ")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
AT_LEAST = "at least"
PERHAPS = "perhaps"
_SEVERAL, _CROWD = 6, 10  # things; people


def is_plural(noun: str, count: int | None = None) -> bool:
    """Whether it takes "are": "scissors", two dogs; but not broccoli, nor "a crowd of people"."""
    if _is_crowd(noun, count):
        return False
    return _head(noun) in _PLURAL_ONLY or ((count or 1) > 1 and not _is_mass(noun))


def article(noun: str) -> str:
    """The noun with "a" or "an", or bare where it takes none: "an apple", "grass", "scissors"."""
    if noun in _THE:
        return f"the {noun}"
    if is_plural(noun) or _is_mass(noun):
        return noun
    vowel = noun.startswith(tuple("aeiou")) and not noun.startswith(_A)
    return f"{'an' if vowel or noun.startswith(_AN) else 'a'} {noun}"


def place(noun: str) -> str:
    """A place with its preposition: "in a kitchen", "on a street", "by the sea"."""
    head = _head(noun)
    preposition = "at" if head in _AT else "on" if head in _ON else "in"
    return _PLACES.get(noun, f"{preposition} {article(noun)}")


def is_ground(noun: str) -> bool:
    """Whether it can be told only by captions how things are joined to it: grass, water."""
    return noun in _GROUNDS


def joined(preposition: str, noun: str) -> str:
    """A place after a preposition: "on grass", "in the water", "at a lake"."""
    if preposition == "in" and noun in _DEFINITE:
        return f"in the {noun}"
    return f"{preposition} {article(noun)}"


def plural(noun: str) -> str:
    """More than one of it: "dining tables", "people", "ears of corn"; mass nouns stay."""
    if noun in _PLURALS or _is_mass(noun):
        return _PLURALS.get(noun, noun)
    before, of, after = noun.partition(" of ")
    head, _, last = before.rpartition(" ")
    return f"{head} {_plural_word(last)}".strip() + of + after


def counted(noun: str, count: int | None) -> str:
    """The noun with its count in words: "a dog", "two dogs", "several dogs" from six on.

    From ten on people are "a crowd of people".
    """
    if _is_crowd(noun, count):
        return "a crowd of people"
    if count is None or count <= 1 or is_plural(noun):
        return article(noun)
    if _is_mass(noun):
        return noun
    return f"{number(count)} {plural(noun)}" if count < _SEVERAL else f"several {plural(noun)}"


def coloured(o: Observation) -> str:
    """The noun of one thing with its colour, where that is known: "brown dog"."""
    single = (o.count or 1) == 1
    return f"{o.colour} {o.label}" if o.colour and single else o.label


def with_count(o: Observation) -> str:
    """An observation's noun with its count: "two dogs"; "at least one dog" where some may be more.

    Two that may be more are "dogs"; what is doubtful itself needs no doubt about its number. With
    its colour, too, where that is known: "a brown dog".

    What is many already ("several dogs", "scissors") stays as it is.
    """
    few = (o.count or 1) < _SEVERAL and not is_plural(o.label) and not _is_mass(o.label)
    if not (o.more and few) or o.sureness != Sureness.SURE:
        return counted(coloured(o), o.count)
    if o.count == 2:
        return plural(o.label)
    many = (o.count or 1) > 1
    return f"{AT_LEAST} {number(o.count or 1)} {plural(o.label) if many else coloured(o)}"


def named(o: Observation) -> str:
    """An observation by itself: "two dogs", "grass"; an action is no noun: "riding".

    Without its colour: GPT-2 has learnt to write of things without colours.
    """
    return o.label if o.kind == "action" else counted(o.label, o.count)


def number(value: int) -> str:
    """A number as it is written in a sentence: in words up to ten."""
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else str(value)


def capital(text: str) -> str:
    """The text as it begins a sentence; the letters after the first stay as they are."""
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str], word: str = "and") -> str:
    """The parts as a list in words: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _is_crowd(noun: str, count: int | None) -> bool:
    return noun == "person" and (count or 1) >= _CROWD


def _is_mass(noun: str) -> bool:
    return noun in _MASS or _head(noun) in _MASS


def _head(noun: str) -> str:
    """The word that takes article and plural: "chest" of "wooden chest of drawers"."""
    return noun.partition(" of ")[0].rpartition(" ")[2]


def _plural_word(word: str) -> str:
    if word in _SAME or word in _PLURAL_ONLY or word.endswith("fish"):
        return word
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    return word + "s"
