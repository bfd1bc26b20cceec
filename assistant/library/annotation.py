"""Explanation → the texts that are written about a picture, and which version made them."""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass

from assistant import __version__, models, paths, senses
from assistant.errors import ModelError
from assistant.pipeline.evidence import Explanation, Level, Sureness
from assistant.wording import phrases

GENERATOR = f"Glimpse {__version__}"

_LONGEST = 10_000  # characters of text that stay with a picture; a dense page has 5,000
_KEYWORD_KINDS = ("object", "scene", "medium")
# What XML 1.0 cannot hold, and what ends a line for one program or another.
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True)
class Annotation:
    """What is written about one picture; each text is one line.

    Attributes:
        alt: one sentence of at most 125 characters; empty where nothing was certain enough to stay
            with the picture for good.
        caption: up to three sentences.
        description: everything that was seen, and all the text.
        keywords: labels of what was sure. They cannot carry a doubt, so nothing else is among them.
        text: the lines that were read.
        guess: the brief sentence where ``alt`` is empty.
    """

    alt: str = ""
    caption: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    guess: str = ""

    @classmethod
    def of(cls, explanation: Explanation) -> "Annotation":
        """What an explanation has to say that may be written."""
        brief = clean(explanation.brief.text)
        if not _certain(explanation):
            return cls(guess=brief)
        seen = explanation.description
        certain = [o for o in seen.observations if o.sureness == Sureness.SURE]
        keywords = (clean(o.label) for o in certain if o.kind in _KEYWORD_KINDS)
        read = (o.content for o in seen.of_kind("text") if o.sureness != Sureness.UNSURE)
        text = tuple(filter(None, (clean(line) for t in read for line in t.splitlines())))
        return cls(
            alt=brief,
            caption=clean(explanation.text(Level.STANDARD)),
            description=_with_text(clean(explanation.text(Level.FULL)), " ".join(text)),
            keywords=tuple(dict.fromkeys(filter(None, keywords))),
            text=text,
        )

    def as_json(self) -> str:
        """The annotation as a JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Annotation":
        """The annotation that :meth:`as_json` gave."""
        facts = json.loads(text)
        return cls(**facts | {name: tuple(facts[name]) for name in ("keywords", "text")})


def clean(text: str) -> str:
    """The text on one line, without characters that metadata cannot hold."""
    return " ".join(_BREAKING.sub(" ", text).split())


def version(profile: str, wanted: Collection[str]) -> str:
    """What makes the texts: the same version writes the same about the same picture.

    Args:
        profile: "compact" or "standard".
        wanted: names of the senses that are asked.

    Raises:
        ModelError: the models are not there.
    """
    off = sorted(s.name for s in senses.SENSES if not s.always and s.name not in wanted)
    without = f", without {' '.join(off)}" if off else ""
    return f"{GENERATOR}, {profile} {_models(profile)}{without}"


def _with_text(description: str, text: str) -> str:
    """The description; the text follows where it is too long to be part of its sentences."""
    whole = phrases.quoted(text, _LONGEST)
    return description if not text or whole in description else f"{description} The text: {whole}."


def _certain(explanation: Explanation) -> bool:
    """Whether the brief sentence rests on something better than a guess.

    A refusal ("It is too dark …") is for who holds the camera. Text that may be misread is not
    written, not even with that doubt: it would stay with the picture, and be searched, for good.
    """
    evidence = explanation.brief.evidence
    misread = any(o.kind == "text" and o.sureness != Sureness.SURE for o in evidence)
    firm = (o for o in evidence if o.kind != "quality" and o.sureness != Sureness.UNSURE)
    return not misread and any(firm)


def _models(profile: str) -> str:
    """A short name of exactly these models, told without loading them."""
    if profile != "compact":
        return "+".join(f"{m.name}-{m.version}" for m in models.for_profile(profile) if m.files)
    sums = paths.resources() / "models" / "compact" / "SHA256SUMS"
    try:
        return hashlib.sha256(sums.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise ModelError("The compact models are missing. Install Glimpse again.") from error
