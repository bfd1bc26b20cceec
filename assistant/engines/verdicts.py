"""Verdicts of Glimpse on an engine's claims. Plain data only."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.engines.claims import Claim
from assistant.pipeline.evidence import Observation


class Verdict(StrEnum):
    """Judgement of Glimpse on a claim."""

    CONFIRMED = "confirmed"
    UNSEEN = "not seen by Glimpse"
    CONTRADICTED = "contradicted"
    OPEN = "cannot be checked"


@dataclass(frozen=True)
class Finding:
    """One claim, checked.

    Attributes:
        claim: what was said.
        verdict: what Glimpse can say to it.
        instead: for a contradiction: what Glimpse saw, as a sentence.
        evidence: the observations that it rests on.
    """

    claim: Claim
    verdict: Verdict
    instead: str = ""
    evidence: tuple[Observation, ...] = ()
