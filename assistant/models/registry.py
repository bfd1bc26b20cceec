"""Models: from where they come, and how each file is known to be the right one.

A file is pinned in one of two ways:

* **by content**: ``sha256`` is the SHA-256 of the whole file. Every weight file is pinned so, and
  every file whose sum has been published.
* **by revision, on first use**: ``sha256`` is empty. The address names an immutable git revision;
  the sum of what arrives first is written into ``files.lock.json`` beside the files and every
  later check compares with it. This is trust on first use. Only two small JSON files are left to
  it: they are data, never code, and the weights that they belong to are pinned by content.

Engines (``assistant/engines/catalogue.py``) are models, too, but stand in no list here: what their
files are is asked of the hub.
"""

import os
from dataclasses import dataclass

# The hub's own variable for a mirror. Whatever a mirror sends, the sums below must agree.
HUB = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
_GPT2 = f"{HUB}/openai-community/gpt2/resolve/607a30d783dfa663caf39e06633721c8d4cfcd7e"
_DFINE = f"{HUB}/ustc-community/dfine-nano-coco/resolve/066438d3d8f0da137a37b38fdf3368fd4afceced"


@dataclass(frozen=True)
class ModelFile:
    """One file of a model.

    Attributes:
        path: where it goes, relative to the model's folder.
        url: where it comes from.
        sha256: SHA-256 of the whole file in hexadecimal; empty: pinned on first use.
        size: bytes; 0 where nobody has published it (small files pinned on first use).
        blob: git's SHA-1 of it, where that is all that is published; empty: not compared.
        otherwise: what to do where the server has no such file, or another one.
    """

    path: str
    url: str
    sha256: str
    size: int
    blob: str = ""
    otherwise: str = "Look for a newer Glimpse."


@dataclass(frozen=True)
class Model:
    """One model: its files, and what a user has to know before agreeing to download it.

    Attributes:
        name: how the command line calls it.
        title: how it is called when spoken.
        profile: the profile that needs it, ``compact`` or ``standard``; ``engine`` for engines.
        version: the exact version; also the name of its folder.
        licence: SPDX identifier.
        files: empty for what comes with Glimpse.
    """

    name: str
    title: str
    profile: str
    version: str
    licence: str
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)


def _hub_file(base: str, path: str, sha256: str, size: int) -> ModelFile:
    return ModelFile(path, f"{base}/{path}", sha256, size)


# ruff: noqa: E501 - a sum is not wrapped
_ALL = (
    Model("compact", "Compact models", "compact", "0", "MIT and Apache-2.0", ()),
    Model(
        "resnet50", "ResNet-50 picture network", "standard", "IMAGENET1K_V2", "BSD-3-Clause",
        (
            ModelFile(
                "resnet50-11ad3fa6.pth",
                "https://download.pytorch.org/models/resnet50-11ad3fa6.pth",
                "11ad3fa62ca79e40addfd354a8ec4b7c75143b3038b8d2a807fbc68deab379ca", 102_540_417,
            ),
        ),
    ),
    Model(
        "detector", "D-FINE nano object detector", "standard", "066438d3", "Apache-2.0",
        (
            _hub_file(_DFINE, "config.json", "", 0),
            _hub_file(_DFINE, "preprocessor_config.json", "", 0),
            _hub_file(_DFINE, "model.safetensors", "19e06bdc873da819920a8d373b879721a5b9759d822f8213220bb09abbdab58b", 15_278_996),
        ),
    ),
    Model(
        "gpt2", "GPT-2 language model", "standard", "607a30d7", "MIT",
        (
            _hub_file(_GPT2, "config.json", "0daed7749b4f02b8f76240d5444551d7b08712dab4d0adb8239c56ba823bb7b4", 665),
            _hub_file(_GPT2, "generation_config.json", "ed0b32ac72c0f5f44a719abb2d7786ea5146c871f83717b7f2018065954de02b", 124),
            _hub_file(_GPT2, "tokenizer.json", "8414cab924d8b9b33013f0d221c5862f365ee9be39c5c2bfae8a5a9e970478a6", 1_355_256),
            _hub_file(_GPT2, "tokenizer_config.json", "5e04eb606e3a1583530a42e36c2a6b6615c86f34fe77e44d9ddeb43ff940931f", 26),
            _hub_file(_GPT2, "vocab.json", "196139668be63f3b5d6574427317ae82f612a97c5d1cdaf36ed2256dbf636783", 1_042_301),
            _hub_file(_GPT2, "merges.txt", "1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5", 456_318),
            _hub_file(_GPT2, "model.safetensors", "248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707", 548_105_171),
        ),
    ),
)  # fmt: skip

MODELS: dict[str, Model] = {model.name: model for model in _ALL}


def for_profile(profile: str) -> tuple[Model, ...]:
    """The models that a profile needs, in the order in which they are used."""
    return tuple(model for model in MODELS.values() if model.profile == profile)
