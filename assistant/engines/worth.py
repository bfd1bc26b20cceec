"""Whether a picture is worth sending: of what cannot be seen, an engine only invents things."""

from assistant import wording
from assistant.pipeline.evidence import Explanation
from assistant.wording import phrases


def unfit(explanation: Explanation) -> str:
    """The reason why a picture is not sent without a second question; empty if it is.

    Black, blurred and the like, and pages of text, which Glimpse reads itself.
    """
    if refused := wording.refusal(explanation.description.observations):
        return phrases.REFUSALS[refused.label]
    kind = wording.medium(explanation.description)
    return phrases.medium(kind) if kind and kind.label == "page of text" else ""
