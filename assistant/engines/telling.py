"""Sentences about a checked answer: as brief as can be, and in full when asked why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.engines.claims import ClaimKind
from assistant.engines.prompts import DESCRIBE
from assistant.engines.protocol import Turn
from assistant.engines.verdicts import Finding, Verdict
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation
from assistant.untrusted import cut, inner
from assistant.wording import Grounds

if TYPE_CHECKING:  # it looks at pixels: not before the first paint
    from assistant.engines.check import Check

_MOST = 5  # things named at once
_QUOTED = 90  # characters of a sentence that is explained


@dataclass(frozen=True)
class Checked:
    """One sentence of an answer with what Glimpse can say to its claims."""

    text: str
    findings: tuple[Finding, ...] = ()

    @property
    def mark(self) -> str:
        """The mark behind the sentence, in words: nobody needs to see a colour."""
        parts = [
            ("differs", self._said(Verdict.CONTRADICTED)),
            ("not seen", self._said(Verdict.UNSEEN)),
        ]
        doubts = [f"{word}: {nouns.listed(said)}" for word, said in parts if said]
        if doubts:
            return "; ".join(doubts)
        confirmed = any(f.verdict is Verdict.CONFIRMED for f in self.findings)
        return "confirmed" if confirmed else "not checked"

    @property
    def marked(self) -> str:
        """The sentence with its mark."""
        return f"{self.text} [{self.mark}]"

    def _said(self, verdict: Verdict) -> list[str]:
        return _names(f for f in self.findings if f.verdict is verdict)


@dataclass(frozen=True)
class Said:
    """An engine's answer about a picture, checked or not yet.

    Attributes:
        engine: its name.
        question: what it was asked; empty for a description.
        sentences: what it said.
        note: why that is not all.
        is_checked: Glimpse has compared it with what it saw itself.
    """

    engine: str
    question: str = ""
    sentences: tuple[Checked, ...] = ()
    note: str = ""
    is_checked: bool = False

    @property
    def text(self) -> str:
        """The text that is shown: once it is checked, each sentence with its mark."""
        asked = f"“{self.question}” " if self.question else ""
        lines = [each.marked if self.is_checked else each.text for each in self.sentences]
        lines = [*lines, *([self.note] if self.note else [])]
        return f"{asked}{self.engine}: " + ("\n" if self.is_checked else " ").join(lines)

    @property
    def turn(self) -> Turn:
        """The same as a turn of the conversation."""
        return Turn(self.question or DESCRIBE, " ".join(each.text for each in self.sentences))

    def with_sentence(self, text: str) -> "Said":
        """The same and one more sentence."""
        return replace(self, sentences=(*self.sentences, Checked(text)))

    def spoken(self) -> list[str]:
        """The sentences that are spoken when it is gone back to."""
        verdict = summary(self.sentences) if self.is_checked and self.sentences else []
        asked = [self.question] if self.question else []
        each = [sentence.text for sentence in self.sentences]
        return [*asked, f"{self.engine}:", *each, *filter(None, [self.note]), *verdict]


def checked(sentences: Iterable[str], check: "Check") -> tuple[Checked, ...]:
    """Each sentence of an answer, checked."""
    return tuple(Checked(text, check.sentence(text)) for text in sentences)


def summary(answer: Sequence[Checked]) -> list[str]:
    """Sentences after the answer: what Glimpse did not see, and what it saw otherwise."""
    findings = list(_each(answer))
    unseen = _names(f for f in findings if f.verdict is Verdict.UNSEEN)
    said = [f"Glimpse did not see: {_listed(unseen)}."] if unseen else []
    instead: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.verdict is Verdict.CONTRADICTED:
            instead.setdefault(finding.instead, []).append(finding)
    said += [f"Not {_listed(_names(fs))}: {told}" for told, fs in instead.items()]
    if said:
        return said
    confirmed = _names(f for f in findings if f.verdict is Verdict.CONFIRMED)
    if confirmed:
        return [f"Glimpse saw, too: {_listed(confirmed)}."]
    return ["Glimpse can check nothing of this."]


def why(answer: Sequence[Checked]) -> Grounds:
    """The check, sentence by sentence, with the observations that each rests on."""
    found: Grounds = {}
    for each in answer:
        told = " ".join(_reasons(each.findings)) or "Glimpse can check nothing in it."
        found[f"“{inner(cut(each.text, _QUOTED))}” {told}"] = _evidence(each.findings)
    return found


def facts(answer: Sequence[Checked]) -> list[dict[str, object]]:
    """The check in the documented schema."""
    return [
        {
            "text": each.text,
            "claims": [
                {
                    "kind": f.claim.kind.value,
                    "said": f.claim.said,
                    "verdict": f.verdict.value,
                    "instead": f.instead,
                }
                for f in each.findings
            ],
        }
        for each in answer
    ]


def _reasons(findings: Sequence[Finding]) -> Iterator[str]:
    for verdict in Verdict:
        some = [f for f in findings if f.verdict is verdict and not f.claim.denied]
        some += [f for f in findings if f.verdict is verdict and f.claim.denied and f.instead]
        if not some:
            continue
        word = nouns.capital(verdict.value)
        yield f"{word}: {nouns.listed(_names(some))}."
        yield from dict.fromkeys(f.instead for f in some if f.instead)


def _names(findings: Iterable[Finding]) -> list[str]:
    """Each thing once: not "a ball" where "a red ball" is told."""
    some = list(findings)
    coloured = {f.claim.word for f in some if f.claim.kind is ClaimKind.COLOUR}
    told = [
        f.claim.said
        for f in some
        if f.claim.kind is not ClaimKind.THING or f.claim.word not in coloured
    ]
    return list(dict.fromkeys(told))


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _MOST:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST])} and {len(names) - _MOST} more"


def _each(answer: Iterable[Checked]) -> Iterator[Finding]:
    for each in answer:
        yield from each.findings


def _evidence(findings: Iterable[Finding]) -> tuple[Observation, ...]:
    return tuple(dict.fromkeys(o for f in findings for o in f.evidence))
