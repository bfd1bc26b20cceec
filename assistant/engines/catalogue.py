"""Engines that Glimpse can get itself: models of the Hugging Face hub that run inside Glimpse.

Each has a class in transformers, so that no program of the hub's is needed, and weights as
safetensors. Where a model's own branch has none, the branch is taken on which the hub's converter
offers them. Florence-2 is taken from where its weights lie as transformers' class has them:
Microsoft's own repository needs a program of its own.
"""

from dataclasses import dataclass

from assistant.errors import EngineError


@dataclass(frozen=True)
class Offer:
    """An engine that can be downloaded.

    Attributes:
        name: how the command line calls it; also what it is called when it is added.
        title: as it is called when spoken.
        repository: on the hub.
        revision: the branch there.
        licence: SPDX identifier, as its makers gave it when this was written.
        does: what it can do, as the end of a sentence.
    """

    name: str
    title: str
    repository: str
    revision: str
    licence: str
    does: str

    @property
    def told(self) -> str:
        """One line of the list."""
        return f"{self.title}, licence {self.licence}: {self.does}"


_DESCRIBES = "describes in a short sentence, answers no questions"
_ALL = (
    Offer(
        "smolvlm", "SmolVLM 256M", "HuggingFaceTB/SmolVLM-256M-Instruct", "main",
        "Apache-2.0", "describes at length and answers questions",
    ),
    Offer(
        "florence-2", "Florence-2 base", "florence-community/Florence-2-base", "main",
        "MIT", "describes in a few sentences, answers no questions",
    ),
    Offer(
        "blip", "BLIP base", "Salesforce/blip-image-captioning-base", "refs/pr/23",
        "BSD-3-Clause", _DESCRIBES,
    ),
    Offer(
        "vit-gpt2", "ViT-GPT2", "nlpconnect/vit-gpt2-image-captioning", "refs/pr/37",
        "Apache-2.0", _DESCRIBES,
    ),
)  # fmt: skip

OFFERS: dict[str, Offer] = {offer.name: offer for offer in _ALL}


def find(name: str) -> Offer:
    """The offer of that name; capital letters do not matter.

    Raises:
        EngineError: there is none.
    """
    if name.lower() not in OFFERS:
        raise EngineError(f"Glimpse cannot get {name} itself. It can get {', '.join(OFFERS)}.")
    return OFFERS[name.lower()]
