"""Which fields a person wrote, which are Glimpse's own, and what is to be changed.

Fields by the IPTC Photo Metadata Standard (AltTextAccessibility, ExtDescrAccessibility, Description
Writer) and Dublin Core (description, subject). For each value that Glimpse writes, its digest is
kept in a namespace of Glimpse's own. A value without its digest is a person's, also where a person
changed what Glimpse had written: it is never touched.

DigitalSourceType and the standard's "AI" fields are left alone: they tell how the picture was made,
not who described it.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.library.annotation import GENERATOR, Annotation, clean
from assistant.library.exiftool import Tags

ALT = "XMP-iptcCore:AltTextAccessibility"
DESCRIPTION = "XMP-iptcCore:ExtDescrAccessibility"
CAPTION = "XMP-dc:Description"
WRITER = "XMP-photoshop:CaptionWriter"
KEYWORDS = "XMP-dc:Subject"

_MARK = "XMP-glimpse"
_TEXTS = (ALT, DESCRIPTION, CAPTION, WRITER)
_ALL = (*_TEXTS, KEYWORDS)
# Older places of the same texts (Metadata Working Group). Programs show XMP before them, so where
# a person filled one of these, XMP must not be written over it.
_OLDER = {
    "IPTC:Caption-Abstract": CAPTION,
    "EXIF:ImageDescription": CAPTION,
    "PNG:Description": CAPTION,
    "IPTC:Keywords": KEYWORDS,
}
_SEAL = "JUMBF:JUMDLabel"
TAGS = ("XMP-iptcCore:all", "XMP-dc:all", WRITER, f"{_MARK}:all", *_OLDER, _SEAL)
"""What has to be read before anything can be decided."""


@dataclass(frozen=True)
class Fields:
    """The fields of one file.

    Attributes:
        values: field → its values, in every language.
        wrote: digests of the values that Glimpse wrote.
        pipeline: what made them; empty where Glimpse wrote nothing.
        picture: digest of the pixels that were described.
        by_person: fields in which there is something that Glimpse did not write.
        sealed: the file carries Content Credentials (C2PA), which hold for its very bytes.
    """

    values: Mapping[str, tuple[str, ...]]
    wrote: frozenset[str] = frozenset()
    pipeline: str = ""
    picture: str = ""
    by_person: frozenset[str] = frozenset()
    sealed: bool = False

    @classmethod
    def of(cls, tags: Tags) -> "Fields":
        """The fields among the tags that exiftool read."""
        values = {field: tuple(_values(tags, field)) for field in _ALL}
        wrote = frozenset(_listed(tags.get(f"{_MARK}:Wrote")))
        pipeline, picture = (str(tags.get(f"{_MARK}:{n}", "")) for n in ("Pipeline", "Picture"))
        people = {f for f in _ALL if any(_digest(f, v) not in wrote for v in values[f])}
        people |= {field for old, field in _OLDER.items() if _older(tags, old)}
        sealed = any(label.startswith("c2pa") for label in _listed(tags.get(_SEAL)))
        return cls(values, wrote, pipeline, picture, frozenset(people), sealed)

    def ours(self, field: str) -> tuple[str, ...]:
        """The values of a field that Glimpse wrote and nobody has changed."""
        return tuple(v for v in self.values.get(field, ()) if _digest(field, v) in self.wrote)

    @property
    def alt_by_person(self) -> str:
        """The alt text that a person wrote, or empty."""
        values = self.values.get(ALT, ())
        return values[0] if values and ALT in self.by_person else ""

    @property
    def has_alt(self) -> bool:
        """Whether there is an alt text, whoever wrote it."""
        return bool(self.values.get(ALT))


NONE = Fields({})
"""The fields of a file that does not exist yet."""


@dataclass(frozen=True)
class Change:
    """What is to be changed.

    Attributes:
        arguments: exiftool's arguments; none where nothing is to be changed.
        fields: the fields that they are about.
        texts: those of them that have a text of Glimpse's afterwards.
        removes: nothing of Glimpse's is left afterwards.
    """

    arguments: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    removes: bool = False


def change(
    now: Fields, kept: Collection[str], new: Annotation, pipeline: str, picture: str
) -> Change:
    """What has to be changed so that the file tells the new texts; empty if nothing can be.

    Args:
        now: the fields of the file.
        kept: fields that are a person's, in this file or in another one of the same picture.
        new: the texts.
        pipeline: what made them.
        picture: digest of the pixels that they describe.
    """
    arguments: list[str] = []
    fields: list[str] = []
    wrote: list[str] = []
    texts = {ALT: new.alt, DESCRIPTION: new.description, CAPTION: new.caption}
    writer = f"{GENERATOR} (automatic)" if new.caption and CAPTION not in kept else ""
    for field, text in (texts | {WRITER: writer}).items():
        if field in kept or not (text or now.ours(field)):
            continue
        arguments.append(f"-{field}={text}")
        fields.append(field)
        wrote += [_entry(field, text)] if text else []
    keywords, words = _keywords(now, kept, new.keywords)
    if keywords:
        arguments += keywords
        fields.append(KEYWORDS)
    wrote += [_entry(KEYWORDS, word) for word in words]
    if not fields:
        return Change()
    if not wrote:
        return removal(now)
    marks = _marks(pipeline, picture, wrote, new.text)
    texts_now = tuple(f for f in _TEXTS if f in fields and f"-{f}=" not in arguments)
    return Change((*arguments, *marks), tuple(fields), texts_now)


def with_alt(change: Change, alt: str) -> Change:
    """The same with an alt text of a person's instead; it is not among what Glimpse marks."""
    ours = (f"-{ALT}=", f"-{_MARK}:Wrote={ALT.partition(':')[2]} ")
    others = [a for a in change.arguments if not a.startswith(ours)]
    return replace(
        change,
        arguments=(f"-{ALT}={clean(alt)}", *others),
        fields=(ALT, *(f for f in change.fields if f != ALT)),
        texts=tuple(f for f in change.texts if f != ALT),
    )


def removal(now: Fields) -> Change:
    """What takes everything away that Glimpse wrote, and nothing else."""
    texts = [f for f in _TEXTS if now.ours(f)]
    words = now.ours(KEYWORDS)
    arguments = [f"-{f}=" for f in texts] + [f"-{KEYWORDS}-={word}" for word in words]
    if not (arguments or now.wrote or now.pipeline):
        return Change()
    fields = (*texts, *([KEYWORDS] if words else []))
    return Change((*arguments, f"-{_MARK}:all="), fields, removes=True)


def _keywords(
    now: Fields, kept: Collection[str], new: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Arguments that change the keywords, and the keywords that are Glimpse's then."""
    before, ours = now.values.get(KEYWORDS, ()), now.ours(KEYWORDS)
    # A person's keywords beside ours in the same list are no reason to add none, but a list that
    # programs would no longer look at is.
    if KEYWORDS in kept and not before:
        return [], []
    theirs = {word.casefold() for word in before if word not in ours}
    wanted = [word for word in new if word.casefold() not in theirs]
    # Away with all and on with all, also with those that stay: a value can be there twice.
    return [
        *(f"-{KEYWORDS}-={word}" for word in ours),
        *(f"-{KEYWORDS}+={word}" for word in wanted),
    ], wanted


def _marks(pipeline: str, picture: str, wrote: Sequence[str], text: Sequence[str]) -> Iterator[str]:
    yield f"-{_MARK}:Generator={GENERATOR}"
    yield f"-{_MARK}:Pipeline={pipeline}"
    yield f"-{_MARK}:Picture={picture}"
    yield from (f"-{_MARK}:Wrote={entry}" for entry in wrote)
    yield from (f"-{_MARK}:TextFound={line}" for line in text or [""])


def _digest(field: str, value: str) -> str:
    return _entry(field, value)


def _entry(field: str, value: str) -> str:
    """Name and digest of a value, as it stands in the mark."""
    name = field.partition(":")[2]
    return f"{name} {hashlib.sha256(clean(value).encode()).hexdigest()[:16]}"


def _values(tags: Tags, field: str) -> Iterator[str]:
    for name, value in tags.items():
        # "…:Description-fr" is the same field in another language.
        if name == field or name.startswith(f"{field}-"):
            yield from _listed(value)


def _listed(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(v) for v in values if v not in (None, "")]


def _older(tags: Tags, old: str) -> bool:
    """Whether somebody filled an older place; spaces are what some cameras write there."""
    group, _, name = old.partition(":")
    families = {"EXIF": ("IFD0",)}.get(group, (group,))
    return any("".join(_listed(tags.get(f"{f}:{name}"))).strip() for f in families)
