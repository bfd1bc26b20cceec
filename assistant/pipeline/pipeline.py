"""x → f = CNN(x) → d = c(f) → y = g(d), and how the parts are loaded."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import models, opencv, paths, senses, sessions, wording
from assistant.errors import Cancelled, ModelError, ShouldStop
from assistant.pipeline import screens
from assistant.pipeline.description import describe, extend
from assistant.pipeline.evidence import Description, Explanation, Sentence
from assistant.pipeline.features import PictureNetwork
from assistant.pipeline.frame import Frame, Screen
from assistant.pipeline.looking import look
from assistant.pipeline.options import Options
from assistant.pipeline.timing import Clock, timed

if TYPE_CHECKING:  # onnxruntime takes its time: load() imports it
    from assistant.pipeline.gpt2 import Writer

_DEFAULT = Options()
_COLOURS = "colours"  # the sense; whoever switches it off is told no colours of things, either
# Media that have writing: they are read, even where the look for writing has missed it.
_WRITTEN = frozenset((senses.WRITING, "page of text", "screenshot", "chart"))
_STANDARD_NEEDS = ("torch", "torchvision", "transformers")


def _never() -> bool:
    return False


class Pipeline:
    """Frame → Explanation. Not thread-safe: made and used in one thread.

    Attributes:
        profile: "compact" or "standard".
        versions: model name → version.
    """

    def __init__(
        self, profile: str, cnn: PictureNetwork, gpt2: "Writer", versions: Mapping[str, str]
    ) -> None:
        self.profile = profile
        self.versions = dict(versions)
        self._cnn = cnn
        self._gpt2 = gpt2

    def first_look(self) -> "Pipeline":
        """The same with a quicker network that tells less, where the profile has one.

        Raises:
            ModelError: it is missing or damaged.
        """
        return Pipeline(self.profile, self._cnn.first_look(), self._gpt2, self.versions)

    def describe(
        self, x: Frame, should_stop: ShouldStop = _never, options: Options = _DEFAULT
    ) -> Explanation:
        """Describe one picture with everything that can be seen in it.

        Raises:
            Cancelled: ``should_stop`` said so between two steps or tokens.
            PipelineError: a network failed.
        """
        return finish(x, self.glance(x, should_stop, options), should_stop, options)

    def glance(
        self, x: Frame, should_stop: ShouldStop = _never, options: Options = _DEFAULT
    ) -> Explanation:
        """Describe it without the slow senses, which stay pending: :func:`finish` asks them.

        Raises:
            Cancelled: ``should_stop`` said so between two steps or tokens.
            PipelineError: a network failed.
        """
        if x.screen is not None:
            return self._screen(x, x.screen, should_stop, options)
        clock = Clock()
        threads = sessions.threads()
        if threads > 1:  # the network leaves a processor to the senses while it looks
            with ThreadPoolExecutor(1, "evidence") as helper:
                looking = helper.submit(look, x, options, should_stop, threads)
                f, cnn = timed(lambda: self._cnn(x))
                looked = looking.result()
        else:
            looked = look(x, options, should_stop, threads)
            f, cnn = timed(lambda: self._cnn(x))
        _check(should_stop)
        clock.add(looked.timings | {"cnn": cnn})
        d = describe(f, looked.seen, x.remarks, looked.pending, looked.failed, options.clock)
        if _COLOURS in options.senses:
            d = _coloured(d, x)
        written, gpt2 = timed(lambda: self._write(d, should_stop))
        clock.add({"gpt2": gpt2})
        return Explanation(
            wording.sentences(d, written, options.read_all), d, x.source, self.profile,
            self.versions, clock.timings("first"), written, self._cnn.known, f.embedding,
            f.scores,
        )  # fmt: skip

    def _screen(
        self, x: Frame, screen: Screen, should_stop: ShouldStop, options: Options
    ) -> Explanation:
        """Read it, and describe the pictures in it; nothing is pending then."""
        clock = Clock()
        seen = screens.see(x, screen, self.glance, should_stop, options)
        clock.add({"cnn": seen.cnn})
        return Explanation(
            wording.sentences(seen.description, None, options.read_all), seen.description,
            x.source, self.profile, self.versions, clock.timings("first"), None, self._cnn.known,
        )  # fmt: skip

    def _write(self, d: Description, should_stop: ShouldStop) -> Sentence | None:
        """y = g(d): GPT-2 writes what is certain enough; wording adds hedges and levels."""
        _check(should_stop)
        certain = wording.spoken(d)
        return self._gpt2(certain, should_stop) if certain else None


def finish(
    x: Frame, y: Explanation, should_stop: ShouldStop = _never, options: Options = _DEFAULT
) -> Explanation:
    """Ask the senses that are still pending; needs no network, so any thread may do it.

    Args:
        x: the frame.
        y: what :meth:`Pipeline.glance` said of it.
        should_stop: asked by each slow sense between its steps.
        options: the same as for the glance.

    Raises:
        Cancelled: ``should_stop`` said so.
    """
    clock = Clock()
    pending = [s for s in senses.at("slow", options.senses) if s.name in y.description.pending]
    if any(o.kind == "medium" and o.label in _WRITTEN for o in y.description.observations):
        x = x.known(True, x.opened)
    seen, failed = senses.see(x, pending, should_stop)
    d = extend(y.description, seen, failed, options.clock)
    slow = clock.timings("slow")
    total = {"total": y.timings.get("first", 0.0) + slow["slow"]}
    return replace(
        y,
        sentences=wording.sentences(d, y.written, options.read_all),
        description=d,
        timings={**y.timings, **slow, **total},
    )


def _coloured(d: Description, x: Frame) -> Description:
    """d with the colours of its things, where they are sure."""
    from assistant.senses import thing_colours  # not before the first picture

    return replace(d, observations=tuple(thing_colours.coloured(d.observations, x)))


def load(profile: str = "compact") -> Pipeline:
    """Load the networks of a profile; the standard one takes some seconds, as torch is imported.

    Raises:
        ModelError: a model is missing or damaged; the sentence says how to get it.
    """
    models.require(profile)
    try:
        return _joined(profile, *(_compact() if profile == "compact" else _standard()))
    except ModuleNotFoundError as error:
        if error.name not in _STANDARD_NEEDS:
            raise
        raise ModelError(
            "The standard profile needs torch, torchvision and transformers, which are not all "
            "installed. Install Glimpse again with all it needs, or choose the compact profile."
        ) from error


def _joined(profile: str, cnn: PictureNetwork, gpt2: "Writer") -> Pipeline:
    downloaded = [model for model in models.for_profile(profile) if model.files]
    versions = {"cnn": cnn.version} | {model.name: model.version for model in downloaded}
    return Pipeline(profile, cnn, gpt2, versions)


def _compact() -> "tuple[PictureNetwork, Writer]":
    from assistant.pipeline.cnn import CompactCNN
    from assistant.pipeline.gpt2 import Writer

    folder = models.folder("compact")
    sessions.open_ahead((folder / "cnn.onnx", folder / "gpt2" / "gpt2.onnx"))
    senses.load()  # what the first picture would have to wait for
    opencv.load()
    return CompactCNN(folder), Writer(folder / "gpt2", folder / "gpt2" / "prompt.json")


def _standard() -> "tuple[PictureNetwork, Writer]":
    from assistant.pipeline import loading

    with loading.gently():
        from assistant.pipeline.cnn_standard import StandardCNN
        from assistant.pipeline.gpt2 import Writer
        from assistant.pipeline.gpt2_standard import StandardGPT2

        config = paths.resources() / "models" / "standard"
        # In no variable of this frame: exceptions inside the imports hold it, in cycles that
        # gently() takes from the garbage collector, so what it named would never be freed.
        return (
            StandardCNN(models.folder("resnet50"), models.folder("detector"), config),
            Writer(models.folder("gpt2"), config / "prompt.json", StandardGPT2),
        )


def _check(should_stop: ShouldStop) -> None:
    if should_stop():
        raise Cancelled
