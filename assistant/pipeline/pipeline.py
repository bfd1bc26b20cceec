"""x → f = CNN(x) → d = c(f) → y = g(d), and how the parts are loaded."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant import models, paths, senses, wording
from assistant.errors import Cancelled
from assistant.pipeline import loading, torchvision_ops
from assistant.pipeline.description import describe
from assistant.pipeline.evidence import Description, Explanation
from assistant.pipeline.features import Network
from assistant.pipeline.frame import Frame

if TYPE_CHECKING:  # torch and transformers take seconds: load() imports them
    from assistant.pipeline.gpt2 import Writer

ShouldStop = Callable[[], bool]


class Pipeline:
    """Frame → Explanation. Not thread-safe: made and used in one thread.

    Attributes:
        profile: "compact" or "standard".
        versions: model name → version.
    """

    def __init__(
        self, profile: str, cnn: Network, gpt2: "Writer", versions: Mapping[str, str]
    ) -> None:
        self.profile = profile
        self.versions = dict(versions)
        self._cnn = cnn
        self._gpt2 = gpt2
        self._timings: dict[str, float] = {}

    def describe(self, x: Frame, should_stop: ShouldStop = lambda: False) -> Explanation:
        """Describe one picture.

        Raises:
            Cancelled: ``should_stop`` said so between two steps or tokens.
            PipelineError: a network failed.
        """
        self._timings = {}
        with self._timed("total"):
            with self._timed("cnn"):
                f = self._cnn(x)
            _check(should_stop)
            with self._timed("senses"):
                d = describe(f, senses.see(x), x.notes)
            _check(should_stop)
            with self._timed("gpt2"):
                y = self._explain(d, should_stop)
        return Explanation(y, d, x.source, self.profile, self.versions, dict(self._timings))

    def _explain(self, d: Description, should_stop: ShouldStop) -> wording.Sentences:
        """y = g(d): GPT-2 writes what is certain enough; wording adds hedges and levels."""
        certain = wording.spoken(d)
        if not certain or wording.refusal(d):
            return wording.sentences(d)
        written = self._gpt2(certain, should_stop)
        return wording.sentences(d, written.text, written.evidence)

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self._timings[stage] = (time.perf_counter() - start) * 1000


def load(profile: str = "compact") -> Pipeline:
    """Load the networks of a profile; takes some seconds the first time (torch is imported).

    Raises:
        ModelError: a model is missing or damaged; the sentence says how to get it.
    """
    models.require(profile)
    with loading.gently():
        torchvision_ops.prepare()
        import torch
        from transformers.utils import logging

        logging.disable_progress_bar()
        torch.set_flush_denormal(True)  # subnormal numbers make some CPUs ten times slower
        # In no variable of this frame: exceptions inside the imports hold it, in cycles that
        # gently() takes from the garbage collector, so what it named would never be freed.
        return _joined(profile, *(_compact() if profile == "compact" else _standard()))


def _joined(profile: str, cnn: Network, gpt2: "Writer") -> Pipeline:
    downloaded = [model for model in models.for_profile(profile) if model.files]
    versions = {"cnn": cnn.version} | {model.name: model.version for model in downloaded}
    return Pipeline(profile, cnn, gpt2, versions)


def _compact() -> "tuple[Network, Writer]":
    from assistant.pipeline.cnn import CompactCNN
    from assistant.pipeline.gpt2 import Writer

    folder = models.folder("compact")
    return CompactCNN(folder), Writer(folder / "gpt2", folder / "gpt2" / "prompt.json")


def _standard() -> "tuple[Network, Writer]":
    from assistant.pipeline.cnn_standard import StandardCNN
    from assistant.pipeline.gpt2 import Writer

    config = paths.resources() / "models" / "standard"
    return (  # in no variable: see load()
        StandardCNN(models.folder("resnet50"), models.folder("detector"), config),
        Writer(models.folder("gpt2"), config / "prompt.json"),
    )


def _check(should_stop: ShouldStop) -> None:
    if should_stop():
        raise Cancelled
