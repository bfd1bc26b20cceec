"""Fields by their owners: a person's, Glimpse's own, and what is to be changed.

Fields by the IPTC Photo Metadata Standard (AltTextAccessibility, ExtDescrAccessibility, Description
Writer) and Dublin Core (description, subject). For each value that Glimpse writes, its digest is
kept in a namespace of Glimpse's own. A value without its digest is a person's, also where a person
changed what Glimpse had written: it is never touched. Where a person wrote in another place of the
same picture, Glimpse's value goes at the next renewal; beside a person's in another language it
stays, and stays marked.

DigitalSourceType and the standard's "AI" fields are left alone: they tell how the picture was made,
not who described it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.library.annotation import AltTexts
from assistant.library.exiftool import Tags
from assistant.metadata.camera_words import is_default
from assistant.metadata.marks import ALT, CAPTION, DESCRIPTION, KEYWORDS, WRITER, entry
from assistant.untrusted import for_xml
from assistant.work import GENERATOR

_MARK = "XMP-glimpse"
_TEXTS = (ALT, DESCRIPTION, CAPTION, WRITER)
_ALL = (*_TEXTS, KEYWORDS)
# Older places of the same texts (Metadata Working Group). Programs show XMP before them, so where
# a person filled one of these, XMP must not be written over it.
_OLDER = {
    "IPTC:Caption-Abstract": CAPTION,
    "EXIF:ImageDescription": CAPTION,
    "EXIF:UserComment": CAPTION,
    "EXIF:XPComment": CAPTION,
    "PNG:Description": CAPTION,
    "XMP-tiff:ImageDescription": CAPTION,
    "XMP-exif:UserComment": CAPTION,
    "XMP-acdsee:Caption": CAPTION,
    "XMP-acdsee:Notes": CAPTION,
    "IPTC:Keywords": KEYWORDS,
    "EXIF:XPKeywords": KEYWORDS,
}
_EXIF_GROUPS = ("IFD0", "ExifIFD")
_SEAL = "JUMBF:JUMDLabel"
TAGS = ("XMP:all", *_OLDER, _SEAL)
"""Tags that have to be read before anything can be decided."""
# What exiftool writes by itself: its name, and the number of a packet that is cut in two.
_BY_THE_TOOL = ("XMP-x:XMPToolkit", "XMP-xmpNote:HasExtendedXMP")


@dataclass(frozen=True)
class Fields:
    """The fields of one file.

    Attributes:
        found: field → its values, in every language, each with the name of its tag.
        others: everything else in XMP, as tag → values.
        wrote: digests of the values that Glimpse wrote.
        pipeline: what made them; empty where Glimpse wrote nothing.
        picture: digest of the pixels that were described.
        by_person: fields in which there is something that Glimpse did not write.
        copies: marks of Glimpse's values that another program has copied to an older place.
        sealed: the file carries Content Credentials (C2PA), which hold for its very bytes.
    """

    found: Mapping[str, tuple[tuple[str, str], ...]]
    others: Mapping[str, tuple[str, ...]]
    wrote: frozenset[str] = frozenset()
    pipeline: str = ""
    picture: str = ""
    by_person: frozenset[str] = frozenset()
    copies: tuple[str, ...] = ()
    sealed: bool = False

    @classmethod
    def of(cls, tags: Tags) -> "Fields":
        """The fields among the tags that exiftool read."""
        found = {f: tuple(_tagged(tags, f)) for f in _ALL}
        wrote = frozenset(_listed(tags.get(f"{_MARK}:Wrote")))
        pipeline, picture = (str(tags.get(f"{_MARK}:{n}", "")) for n in ("Pipeline", "Picture"))
        older = {entry(f, text): f for old, f in _OLDER.items() for text in _older(tags, old)}
        copies = tuple(mark for mark in older if mark in wrote)
        people = {f for f in _ALL if any(_is_theirs(f, v, wrote) for _, v in found[f])}
        people |= {f for mark, f in older.items() if mark not in wrote}
        sealed = any(label.startswith("c2pa") for label in _listed(tags.get(_SEAL)))
        others = dict(_others(tags))
        return cls(found, others, wrote, pipeline, picture, frozenset(people), copies, sealed)

    def values(self, field: str) -> tuple[str, ...]:
        """The values of a field, in every language."""
        return tuple(value for _, value in self.found.get(field, ()))

    def ours(self, field: str) -> tuple[str, ...]:
        """The values of a field that Glimpse wrote and nobody has changed."""
        return tuple(v for v in self.values(field) if entry(field, v) in self.wrote)

    def theirs(self, field: str) -> tuple[tuple[str, str], ...]:
        """The values of a field that a person wrote, each with the name of its tag."""
        return tuple(t for t in self.found.get(field, ()) if _is_theirs(field, t[1], self.wrote))

    def lost(self, after: "Fields", replaced: str = "") -> bool:
        """Whether something that is not Glimpse's is missing or different after an edit.

        Args:
            after: the fields then.
            replaced: the name of a tag that its author has just given other words.
        """
        theirs = (tag for field in _ALL for tag in self.theirs(field) if tag[0] != replaced)
        there = {tag for field in _ALL for tag in after.found[field]}
        return self.others != after.others or not set(theirs) <= there

    @property
    def alt_by_person(self) -> str:
        """The alt text that a person wrote, or empty."""
        return next((text for _, text in self.theirs(ALT)), "")

    @property
    def has_alt(self) -> bool:
        """Whether there is an alt text, whoever wrote it."""
        return bool(self.values(ALT))


NONE = Fields({}, {})
"""The fields of a file that does not exist yet."""


@dataclass(frozen=True)
class Change:
    """A change of metadata.

    Attributes:
        arguments: exiftool's arguments; none where nothing is to be changed.
        fields: the fields that they are about.
        texts: those of them that have a text of Glimpse's afterwards.
        removes: nothing of Glimpse's is left afterwards.
        replaces: the name of a tag in which a person's words may be replaced by that person's.
    """

    arguments: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    removes: bool = False
    replaces: str = ""


def change(
    now: Fields, kept: Collection[str], new: AltTexts, pipeline: str, picture: str
) -> Change:
    """Work out the change after which the file tells the new texts; empty if nothing can be.

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
    described = (new.caption and CAPTION not in kept) or _beside_theirs(now, CAPTION)
    for field, text in (texts | {WRITER: f"{GENERATOR} (automatic)" if described else ""}).items():
        if _beside_theirs(now, field):
            wrote += [entry(field, ours) for ours in now.ours(field)]
            continue
        text = "" if field in kept else text
        if not (text or now.ours(field)):
            continue
        arguments.append(f"-{field}={text}")
        fields.append(field)
        wrote += [entry(field, text)] if text else []
    keywords, words = _keywords(now, kept, new.keywords)
    if keywords:
        arguments += keywords
        fields.append(KEYWORDS)
    wrote += [entry(KEYWORDS, word) for word in words]
    if not fields:
        return Change()
    if not wrote:
        return removal(now)
    marks = _marks(pipeline, picture, [*wrote, *now.copies], new.text)
    texts_now = tuple(f for f in _TEXTS if f in fields and f"-{f}=" not in arguments)
    return Change((*arguments, *marks), tuple(fields), texts_now)


def with_alt(change: Change, alt: str) -> Change:
    """The same with an alt text of a person's instead; it is not among what Glimpse marks."""
    ours = (f"-{ALT}=", _deletion(ALT), f"-{_MARK}:Wrote={ALT.partition(':')[2]} ")
    others = [a for a in change.arguments if not a.startswith(ours)]
    return replace(
        change,
        arguments=(f"{_deletion(ALT)}{for_xml(alt)}", *others),
        fields=(ALT, *(f for f in change.fields if f != ALT)),
        texts=tuple(f for f in change.texts if f != ALT),
        replaces=ALT,
    )


def removal(now: Fields) -> Change:
    """Work out the change that takes away all that Glimpse wrote, and nothing else."""
    texts = [f for f in _TEXTS if now.ours(f)]
    words = now.ours(KEYWORDS)
    ours = (tag for f in texts for tag in now.found[f] if tag not in now.theirs(f))
    arguments = [_deletion(name) for name, _ in ours]
    arguments += [f"-{KEYWORDS}-={word}" for word in words]
    if not (arguments or now.wrote or now.pipeline):
        return Change()
    fields = (*texts, *([KEYWORDS] if words else []))
    return Change((*arguments, f"-{_MARK}:all="), fields, removes=True)


def _keywords(
    now: Fields, kept: Collection[str], new: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Arguments that change the keywords, and the keywords that are Glimpse's then."""
    ours, theirs = now.ours(KEYWORDS), {word.casefold() for _, word in now.theirs(KEYWORDS)}
    # A person's keywords beside ours in the same list are no reason to add none, but a list that
    # programs would no longer look at is.
    wanted = [word for word in new if word.casefold() not in theirs]
    wanted = wanted if theirs or KEYWORDS not in kept else []
    # Away with all and on with all, also with those that stay: a value can be there twice.
    return [
        *(f"-{KEYWORDS}-={word}" for word in ours),
        *(f"-{KEYWORDS}+={word}" for word in wanted),
    ], wanted


def _marks(pipeline: str, picture: str, wrote: Sequence[str], text: Sequence[str]) -> Iterator[str]:
    yield f"-{_MARK}:Generator={GENERATOR}"
    yield f"-{_MARK}:Pipeline={pipeline}"
    yield f"-{_MARK}:Picture={picture}"
    yield from (f"-{_MARK}:Wrote={mark}" for mark in wrote)
    yield from (f"-{_MARK}:TextFound={line}" for line in text or [""])


def _beside_theirs(now: Fields, field: str) -> bool:
    """Whether a value of Glimpse's and one of a person's, in another language, are in one field."""
    return bool(now.ours(field) and now.theirs(field))


def _deletion(name: str) -> str:
    """Argument that deletes one value. The name alone would delete those in all other languages."""
    languages = name in (ALT, DESCRIPTION, CAPTION)
    return f"-{name}-x-default=" if languages else f"-{name}="


def _is_theirs(field: str, value: str, wrote: Collection[str]) -> bool:
    """Whether a person wrote it: neither Glimpse nor, by itself, the camera."""
    by_camera = field == CAPTION and is_default(value)  # the others no camera writes
    return not by_camera and entry(field, value) not in wrote


def _tagged(tags: Tags, field: str) -> Iterator[tuple[str, str]]:
    for name, value in tags.items():
        # "…:Description-fr" is the same field in another language.
        if name == field or name.startswith(f"{field}-"):
            yield from ((name, text) for text in _listed(value))


def _listed(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(v) for v in values if v not in (None, "")]


def _older(tags: Tags, old: str) -> Iterator[str]:
    """Words of a person in an older place: not what cameras write there by themselves."""
    group, _, name = old.partition(":")
    for family in _EXIF_GROUPS if group == "EXIF" else (group,):
        for _, text in _tagged(tags, f"{family}:{name}"):
            words = text.split(";") if name == "XPKeywords" else [text]
            own = _OLDER[old] == CAPTION and is_default(text)
            yield from (word for word in words if for_xml(word) and not own)


def _others(tags: Tags) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Values that other programs keep in XMP, but empty ones: exiftool drops some."""
    for name, value in tags.items():
        known = name.startswith((f"{_MARK}:", *(f"{f}-" for f in _ALL))) or name in _ALL
        texts = tuple(_listed(value))
        if name.startswith("XMP-") and not known and name not in _BY_THE_TOOL and any(texts):
            yield name, texts
