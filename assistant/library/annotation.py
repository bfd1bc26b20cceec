"""Explanation → the texts that are written about a picture."""

import json
from dataclasses import asdict, dataclass

from assistant.pipeline.evidence import Explanation, Level, Sureness
from assistant.untrusted import for_xml
from assistant.wording import phrases

_LONGEST = 10_000  # characters of text that stay with a picture; a dense page has 5,000
_KEYWORD_KINDS = ("object", "scene", "medium")


@dataclass(frozen=True)
class AltTexts:
    """Texts about one picture; each is one line.

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
    def of(cls, explanation: Explanation) -> "AltTexts":
        """Take from an explanation what may be written."""
        brief = for_xml(explanation.brief.text)
        if not _certain(explanation):
            return cls(guess=brief)
        seen = explanation.description
        certain = [o for o in seen.observations if o.sureness == Sureness.SURE]
        keywords = (for_xml(o.label) for o in certain if o.kind in _KEYWORD_KINDS)
        read = (o.content for o in seen.of_kind("text") if o.sureness != Sureness.UNSURE)
        text = tuple(filter(None, (for_xml(line) for t in read for line in t.splitlines())))
        return cls(
            alt=brief,
            caption=for_xml(explanation.text(Level.STANDARD)),
            description=_with_text(for_xml(explanation.text(Level.FULL)), " ".join(text)),
            keywords=tuple(dict.fromkeys(filter(None, keywords))),
            text=text,
        )

    def as_json(self) -> str:
        """The annotation as a JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "AltTexts":
        """The annotation that :meth:`as_json` gave."""
        facts = json.loads(text)
        return cls(**facts | {name: tuple(facts[name]) for name in ("keywords", "text")})


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
