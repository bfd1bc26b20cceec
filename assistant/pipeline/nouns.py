"""English around a noun: articles, plurals, number words.

The ``inflect`` library knows more, but takes three seconds to import; the labels of the networks
need little, and tests read through all of them.
"""

from collections.abc import Sequence

_PLURALS = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "mouse": "mice",
    "goose": "geese", "foot": "feet", "tooth": "teeth", "ox": "oxen", "knife": "knives",
    "shelf": "shelves", "leaf": "leaves", "loaf": "loaves", "wolf": "wolves", "calf": "calves",
    "scarf": "scarves", "wife": "wives", "potato": "potatoes", "tomato": "tomatoes",
    "mango": "mangoes", "cactus": "cacti", "bookcase": "bookcases",
}  # fmt: skip
_SAME = frozenset("sheep fish deer cattle aircraft moose bison salmon shrimp squid series".split())
_PLURAL_ONLY = frozenset(
    "scissors skis glasses sunglasses goggles pants jeans shorts trousers headphones binoculars "
    "chopsticks stairs fries shakers bags maracas earrings tights pyjamas underpants sweatpants "
    "sneakers pliers clothes people buildings mountains trees cattle".split()
)
_MASS = frozenset(
    "grass water sky snow sand food furniture clothing luggage broccoli bread rice pasta popcorn "
    "jewellery footwear tableware eyewear outerwear swimwear hardware weaponry lighting milk juice "
    "beer cream sushi asparagus cheese cabinetry honey butter meat coffee tea wine guacamole fruit "
    "toast soup corn underwear makeup powder tape paper lego dairy hay fog".split()
)
_THE = frozenset("sea sky ground".split())  # there is one of each
_PLACES = {
    "airport": "at an airport",
    "beach": "on a beach",
    "desert": "in the desert",
    "mountain": "in the mountains",
    "sea": "by the sea",
    "station": "at a station",
    "street": "on a street",
}
_A = ("uni", "eu", "use", "ura", "uri", "uku", "one", "ute", "uro")  # begin with a consonant sound
_AN = ("hour", "honest", "heir", "x-ray", "mri", "lcd", "led")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def is_plural(noun: str) -> bool:
    """Whether the noun takes "are" without a count: "scissors", "glasses"."""
    return _last(noun) in _PLURAL_ONLY


def article(noun: str) -> str:
    """The noun with "a" or "an", or bare where it takes none: "an apple", "grass", "scissors"."""
    if noun in _THE:
        return f"the {noun}"
    if is_plural(noun) or _last(noun) in _MASS:
        return noun
    vowel = noun.startswith(tuple("aeiou")) and not noun.startswith(_A)
    return f"{'an' if vowel or noun.startswith(_AN) else 'a'} {noun}"


def place(noun: str) -> str:
    """A place with its preposition: "in a kitchen", "on a street", "by the sea"."""
    return _PLACES.get(noun, f"in {article(noun)}")


def plural(noun: str) -> str:
    """More than one of it: "dining tables", "people", "buses"."""
    head, _, last = noun.rpartition(" ")
    return f"{head} {_plural_word(last)}".strip()


def counted(noun: str, count: int | None) -> str:
    """The noun with its count in words: "a dog", "two dogs", "several dogs" from six on."""
    if count is None or count <= 1 or is_plural(noun):
        return article(noun)
    if _last(noun) in _MASS:
        return noun
    return f"{number(count)} {plural(noun)}" if count < 6 else f"several {plural(noun)}"


def number(value: int) -> str:
    """A number as it is written in a sentence: in words up to ten."""
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else str(value)


def listed(parts: Sequence[str], word: str = "and") -> str:
    """The parts as a list in words: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _last(noun: str) -> str:
    return noun.rpartition(" ")[2]


def _plural_word(word: str) -> str:
    if word in _SAME or word in _PLURAL_ONLY:
        return word
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    return word + "s"
