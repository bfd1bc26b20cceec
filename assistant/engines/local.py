"""Engines inside Glimpse: a model in a folder, in the hub's layout, run by transformers.

SmolVLM and others that chat (Apache-2.0), Florence-2 (MIT), BLIP (BSD-3-Clause), ViT-GPT2
(Apache-2.0: the seed's own idea of a picture network and GPT-2, trained). No code out of the folder
is run, and weights are read as safetensors only. Downloading is catalogue's and obtaining's.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.engines import obtaining, outgoing, prompts
from assistant.engines.piecewise import PiecewiseEngine
from assistant.engines.protocol import OnlyDescribesError, Turn
from assistant.engines.writing import AnswerDesk, Over
from assistant.errors import EngineError, ShouldStop
from assistant.models import store
from assistant.pipeline import loading, torchvision_ops
from assistant.pipeline.frame import Frame

_log = logging.getLogger(__name__)
_MOST_TOKENS = 300
_FLORENCE = "<MORE_DETAILED_CAPTION>"
_CAPTIONS = ("blip", "vision-encoder-decoder", "florence2")  # they describe, and answer nothing
_READ = (".json", ".safetensors", ".txt", ".jinja")  # endings of the files that are loaded


class LocalEngine(PiecewiseEngine):
    """A model in a folder; it is loaded when it is first asked.

    Args:
        name: as the user calls it.
        folder: has its files.
        total: :func:`checksum` of the folder when it was added; empty: not compared.
    """

    def __init__(self, name: str, folder: Path, total: str = "") -> None:
        super().__init__(name, folder.name)
        self._folder, self._sum = folder, total
        self._loaded: tuple[Any, Any] | None = None
        self._kind = ""
        self._desk = AnswerDesk(name)

    def close(self) -> None:
        """Give its memory back."""
        self._loaded = None

    def _load(self) -> None:
        if self._loaded is not None:
            return
        if self._sum and checksum(self._folder) != self._sum:
            obtaining.check(self._folder)
            raise EngineError(
                f"The files of {self.name} are others than when you added it. "
                "Remove it and add it again if that was you."
            )
        try:
            self._loaded = _loaded(self._folder)
        except ImportError as error:
            _log.debug("Not loaded", exc_info=True)
            raise EngineError(f"{self.name} needs {_missing(error)}, which is not here.") from error
        except (OSError, ValueError, KeyError, RuntimeError, AttributeError, TypeError) as error:
            _log.debug("Not loaded", exc_info=True)
            raise EngineError(
                f"The files of {self.name} in {self._folder} cannot be used. Get them again."
            ) from error

    def _inputs(
        self, frame: Frame | None, question: str | None, history: Sequence[Turn], language: str
    ) -> Any:  # noqa: ANN401 - transformers' own
        from PIL import Image

        assert self._loaded is not None
        processor, _ = self._loaded
        picture = Image.fromarray(frame.reduced(outgoing.LONGEST)) if frame is not None else None
        if self._kind == "florence2":
            return processor(text=_FLORENCE, images=picture, return_tensors="pt")
        if self._kind in _CAPTIONS:
            return processor(images=picture, return_tensors="pt")
        turns = [{"role": "system", "content": [_text(prompts.rules(language))]}]
        asked = [*(turn.question for turn in history), question or prompts.DESCRIBE]
        for number, text in enumerate(asked):
            seen = [{"type": "image", "image": picture}] if number == 0 and picture else []
            turns.append({"role": "user", "content": [*seen, _text(text)]})
            if number < len(history):
                turns.append({"role": "assistant", "content": [_text(history[number].answer)]})
        return processor.apply_chat_template(
            turns, add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt"
        )

    def _pieces(
        self,
        frame: Frame | None,
        question: str | None,
        history: Sequence[Turn],
        language: str,
        should_stop: ShouldStop,
    ) -> Iterator[str]:
        """Letters as they are written, by a thread of its own that also loads the model."""
        self._kind = model_type(self._folder)
        if self._kind in _CAPTIONS and (frame is None or question):
            raise OnlyDescribesError(
                f"{self.name} only describes pictures: it answers no questions."
            )

        def write(put: Callable[[str], None], is_over: Callable[[], bool]) -> None:
            self._load()
            assert self._loaded is not None
            processor, model = self._loaded
            inputs = self._inputs(frame, question, history, language)
            _write(processor, model, inputs, put, is_over)

        yield from self._desk.listened(write, should_stop)


def model_type(folder: Path) -> str:
    """Kind of the model in the folder.

    Raises:
        EngineError: none that Glimpse can use.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        kind = config["model_type"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(
            f"{folder} has no model in the layout of the Hugging Face hub (config.json)."
        ) from error
    if not isinstance(kind, str) or not any(folder.glob("*.safetensors")):
        raise EngineError(f"{folder} has no weights as safetensors. Get the model in that form.")
    return kind


def checksum(folder: Path) -> str:
    """SHA-256 over the names and contents of all files that are loaded."""
    total = hashlib.sha256()
    ours = (obtaining.RECORD, store.LOCK_FILE)  # how the files are checked; not loaded
    for path in sorted(p for p in folder.iterdir() if p.suffix in _READ and p.name not in ours):
        total.update(path.name.encode())
        with path.open("rb") as file:
            hashlib.file_digest(file, lambda: total)  # goes on with what came before
    return total.hexdigest()


def _loaded(folder: Path) -> tuple[Any, Any]:
    """The processor and the model."""
    torchvision_ops.prepare()
    with loading.gently():
        from transformers import AutoModelForImageTextToText, AutoProcessor
        from transformers.utils import logging as told

    told.disable_progress_bar()  # standard error is spoken
    here: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    # Weights are often kept in halves, for graphics cards: a processor takes ten times as long.
    model = AutoModelForImageTextToText.from_pretrained(
        folder, use_safetensors=True, dtype="float32", **here
    )
    model.eval()
    if model_type(folder) == "vision-encoder-decoder":
        return _Pair(folder, here), model
    processor = AutoProcessor.from_pretrained(folder, **here)
    if hasattr(processor.image_processor, "do_image_splitting"):
        # One look at the whole picture, not seventeen at its parts, which take a minute.
        processor.image_processor.do_image_splitting = False
    return processor, model


class _Pair:
    """Image processor and tokenizer of a model that has no processor of both."""

    def __init__(self, folder: Path, here: dict[str, Any]) -> None:
        from transformers import AutoImageProcessor, AutoTokenizer

        self._images = AutoImageProcessor.from_pretrained(folder, **here)
        self.tokenizer = AutoTokenizer.from_pretrained(folder, **here)

    def __call__(self, images: Any, return_tensors: str) -> Any:  # noqa: ANN401
        return self._images(images=images, return_tensors=return_tensors)


def _write(
    processor: Any,  # noqa: ANN401
    model: Any,  # noqa: ANN401
    inputs: Any,  # noqa: ANN401
    put: Callable[[str], None],
    is_over: Callable[[], bool],
) -> None:
    from transformers.generation.streamers import TextStreamer

    class Out(TextStreamer):  # type: ignore[misc]
        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
            put(text)

    def leave(*_: Any) -> None:  # noqa: ANN401
        if is_over():
            raise Over

    out = Out(
        processor.tokenizer,
        skip_prompt=not model.config.is_encoder_decoder,
        skip_special_tokens=True,
    )
    # Before each part of the network, not each word: looking at a picture alone takes seconds.
    parts = [part for part in model.modules() if not any(True for _ in part.children())]
    hooks = [part.register_forward_pre_hook(leave) for part in parts]
    try:
        model.generate(
            **inputs, streamer=out, max_new_tokens=_MOST_TOKENS, num_beams=1, do_sample=False
        )
    finally:
        for hook in hooks:
            hook.remove()


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _missing(error: ImportError) -> str:
    return next(
        (w for w in ("num2words", "torchvision", "torch") if w in str(error)), "transformers"
    )
