"""The words of a search, read from left to right: terms with their counts, places and "without"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.ask import regions
from assistant.pipeline import nouns
from assistant.search.record import mask
from assistant.search.term import MOST, Term
from assistant.search.vocabulary import TONES, Meaning, Vocabulary, quoted

_LONGEST_NOUN = 4  # words
_IDLE = frozenset(
    "a an the any some my our your his her their this that these those of is are was were be there "
    "picture pictures photo photos image images photograph photographs snapshot snapshots pic pics "
    "show me find search for look looking give get see where which that who has have having "
    "contain contains containing featuring shows showing i we you us want to please all every "
    "scene it its from taken shot made together lot lots kind something thing things s".split()
)
_JOINING = frozenset("and or nor also plus".split())
_EITHER = frozenset(("or",))
_PREPOSITIONS = frozenset(
    "with on in at by near beside next under behind over above front along around into onto "
    "between inside".split()
)
_WITHOUT = frozenset("without no not except excluding minus lacking".split())
_NOBODY = frozenset("nobody no-one noone".split())
_DIRECTIONS = frozenset("left right top upper bottom lower middle centre center".split())
_CLEAR = frozenset(("left", "right", "upper", "lower"))  # of a picture, with no word around them
_PARTS = frozenset("hand side corner edge part half".split())
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"single": 1, "both": 2, "couple": 2, "dozen": 12}
_SEVERAL = {"several": 2, "multiple": 2, "many": 3, "group": 3, "crowd": 5}
_NAME = re.compile(r"[\d_.]")  # in what is no word, but part of a file's name
_COUNTING = {
    ("at", "least"): (0, None), ("more", "than"): (1, None), ("over",): (1, None),
    ("at", "most"): (None, 0), ("up", "to"): (None, 0),
    ("fewer", "than"): (None, -1), ("less", "than"): (None, -1),
    ("exactly",): (0, 0), ("only",): (0, 0), ("just",): (0, 0),
}  # fmt: skip


class TermReader:
    """Reads the words; then it has the terms, those that should not be there, and notes.

    Args:
        vocabulary: the words that can be searched for.
        quotes: what stood in quotation marks: the words "\\x020", "\\x021" stand for them.
    """

    def __init__(self, vocabulary: Vocabulary, quotes: Sequence[str]) -> None:
        self.terms: list[Term] = []
        self.without: list[Term] = []
        self.notes: list[str] = []
        self._vocabulary = vocabulary
        self._quotes = quotes
        self._negative = False
        self._count: tuple[int, int] | None = None
        self._place: frozenset[str] = frozenset()  # for the thing that follows
        self._named = False  # "without" has its thing already: "without people on a beach"
        self._joined = False  # this belongs to what was before: "without people and dogs"
        self._either = False
        self._last = False  # a place that follows belongs to the last term

    def read(self, words: Sequence[str]) -> None:
        """Read all words."""
        at = 0
        while at < len(words):
            at += (
                self._joint(words[at:])
                or self._where(words[at:])
                or self._number(words[at:])
                or self._thing(words[at:])
                or self._word(words[at])
            )

    def _joint(self, words: Sequence[str]) -> int:
        """Words between things. "Without" holds until a comma, "but" or a preposition."""
        word = words[0]
        if word in _NOBODY or words[:2] == ["no", "one"] or words[:2] == ["without", "anyone"]:
            self.without += [self._term(m, m.said) for m in self._person()]
            return 1 if word in _NOBODY else 2
        if word in _WITHOUT:
            self._negative, self._named, self._last, self._joined = True, False, False, True
        elif word in (",", "but", "yet"):
            self._negative, self._last, self._count = False, False, None
        elif word in _JOINING:
            self._last, self._either, self._joined = False, word in _EITHER, True
        else:
            return 0
        return 1

    def _person(self) -> list[Meaning]:
        person = self._vocabulary.thing("person")
        return [person] if person else []

    def _where(self, words: Sequence[str]) -> int:
        """ "On the left", "top left": of the thing before it, or else of the one after it."""
        used = 0
        while used < len(words) and words[used] in _IDLE | _PREPOSITIONS:
            used += 1
        start, found, parted = used, [], False
        while used < len(words) and words[used] in _DIRECTIONS | _PARTS | {"of", "the"}:
            found += [words[used]] if words[used] in _DIRECTIONS else []
            parted = parted or words[used] in _PARTS
            used += 1
        clear = parted or len(found) > 1 or (start and words[0] in _PREPOSITIONS)
        if not found or not (clear or _CLEAR & set(found)):
            return 0
        sides = frozenset("middle" if w in ("centre", "center") else w for w in found)
        if self._last and self.terms and not self._negative:
            self.terms[-1] = _placed(self.terms[-1], sides)
        else:
            self._place = sides
        return used

    def _number(self, words: Sequence[str]) -> int:
        """ "Two", "at least 3", "several": of the thing that follows."""
        for start, (least, most) in _COUNTING.items():
            size = len(start)
            number = _value(words[size]) if tuple(words[:size]) == start and words[size:] else None
            if number:
                self._count = (
                    0 if least is None else number + least,
                    MOST if most is None else number + most,
                )
                return size + 1
        following = [w for w in words[1:3] if w != "of"]
        if not following or following[0] in (",", *_JOINING):
            return 0
        if words[0] in _SEVERAL:
            self._count = (_SEVERAL[words[0]], MOST)
        elif number := _value(words[0]):
            self._count = (number, number)
        else:
            return 0
        return 1

    def _thing(self, words: Sequence[str]) -> int:
        """The longest thing or colour that the words begin with."""
        if words[0] in _IDLE:
            return 1
        for size in range(min(_LONGEST_NOUN, len(words)), 0, -1):
            phrase = " ".join(words[:size])
            idle = size == 1 and words[0] in _PREPOSITIONS - {"inside"}
            meaning = None if idle else self._meaning(phrase, words[size : size + 1])
            if meaning and not (self._negative and self._is_adjective(meaning, words[size:])):
                self._add(self._term(meaning, phrase), meaning)
            if meaning:
                return size
        return 0

    def _is_adjective(self, colour: Meaning, following: Sequence[str]) -> bool:
        """Whether it only says which thing is not wanted: then none of these things is."""
        noun = self._vocabulary.thing(following[0]) if colour.colour and following else None
        if noun is None:
            return False
        things = nouns.plural(noun.said)
        self.notes.append(
            f"I can't tell which {things} are {colour.said}, so I leave out all {things}."
        )
        return True

    def _meaning(self, phrase: str, following: Sequence[str]) -> Meaning | None:
        """An adjective before a noun is a colour: "orange car"; alone it may be a fruit, too."""
        colour, thing = self._vocabulary.colour(phrase), self._vocabulary.thing(phrase)
        if phrase in TONES and following and self._vocabulary.colour(f"{phrase} {following[0]}"):
            return None
        noun = bool(following) and self._vocabulary.thing(following[0]) is not None
        if colour and thing and not noun:
            return replace(thing, labels=thing.labels | colour.labels, colour=True)
        return colour or thing

    def _word(self, word: str) -> int:
        """A word that is no thing: a quotation, a preposition, a slip, or a word in names."""
        if word.startswith("\x02"):
            text = self._quotes[int(word[1:])]
            self._add(Term(text, words=(text,), only="texts"))
        elif word in _PREPOSITIONS:
            self._negative = self._negative and not self._named
            self._last = False
        elif meaning := self._vocabulary.slip(word):
            self.notes.append(f"I took “{word}” for {meaning.said}.")
            self._add(self._term(meaning, word), meaning)
        else:
            near = self._vocabulary.near(word, None)
            if not _NAME.search(word):
                self._doubt(quoted(word), near)
            self._add(Term(word, words=(word,), near=near))
        return 1

    def _term(self, meaning: Meaning, phrase: str) -> Term:
        # "People" are counted as persons: "three people".
        said = "person" if meaning.said == "people" else meaning.said
        near = self._vocabulary.near(phrase, meaning)
        return Term(said, (phrase,), meaning.labels, meaning.broader, near=near)

    def _add(self, term: Term, meaning: Meaning | None = None) -> None:
        if not self._joined:
            self._negative = False
        if self._count and not (meaning and meaning.colour):
            term = replace(term, least=self._count[0], most=self._count[1])
            self._count = None
        if self._place and not (meaning and meaning.colour):
            term = _placed(term, self._place)
            self._place = frozenset()
        if meaning and not self._vocabulary.knows(meaning):
            self._doubt(quoted(meaning), term.near)
        kept = self.without if self._negative else self.terms
        # "Or" parts two words of which one is enough; of two unwanted ones both are.
        if self._either and kept and not self._negative and not kept[-1].only and not term.only:
            term = kept.pop() | term
        kept.append(term)
        self._named, self._last = self._negative, not self._negative
        self._joined = self._either = False

    def _doubt(self, name: str, near: Mapping[str, float]) -> None:
        if self._negative:
            self.notes.append(f"I don't know what {name} looks like, so I can't leave it out.")
        elif near:
            closest = max(near, key=lambda label: near[label])
            self.notes.append(
                f"I don't know what {name} looks like; nearest to it I know “{closest}”."
            )
        else:
            self.notes.append(
                f"I don't know what {name} looks like; I searched only names and texts for it."
            )


def _value(word: str) -> int | None:
    if word in _NUMBERS:
        return _NUMBERS[word]
    return int(word) if word.isdecimal() and 0 < int(word) < 100 else None


def _placed(term: Term, sides: frozenset[str]) -> Term:
    return replace(term, cells=mask(regions.places(sides)), where=_said(sides))


def _said(sides: frozenset[str]) -> str:
    down = next((w for w in ("top", "bottom") if sides & {w, *_DOWN[w]}), "")
    across = next((w for w in ("left", "right") if w in sides), "")
    if down and across:
        return f"at the {down} {across}"
    if down:
        return f"at the {down}"
    return f"on the {across}" if across else "in the middle"


_DOWN = {"top": ("upper",), "bottom": ("lower",)}
