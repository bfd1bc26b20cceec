"""Hostile text drawn into pictures, and hostile QR codes: what is really read, and what is said."""

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from assistant import paths
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Description, Explanation, Level
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.senses import codes
from assistant.wording import sentences
from tests.benchmarks.fuzz import command, hostile, told
from tests.benchmarks.fuzz.strings import of_sentences
from tests.benchmarks.fuzz.tally import Tally
from tests.reading.made import font

_SAMPLES = ("dog", "cat", "coffee", "beach")
_WIDTH = 640  # pixels
_QUOTED = re.compile("“[^“”]*”")
_LONGEST_CODE = 600  # characters: more makes modules too fine to be read
_ALL = Options()
_BLIND = replace(_ALL, senses=_ALL.senses - {"text", "codes"})


def run(tally: Tally, count: int, seed: int, first: int = 0) -> None:
    """Draw every prompt, and make a code of every string."""
    describer = pipeline.load()
    for number, prompt in enumerate(hostile.PROMPTS):
        picture = _with_words(_SAMPLES[number % len(_SAMPLES)], prompt)
        with tally.case():
            faults = list(_of_prompt(describer, picture, prompt, tally))
        tally.judge(f"“{prompt}”", faults, _png(picture), f"prompt-{number:02}.png")
    for number, text in enumerate(hostile.strings(seed, count)[first:], first):
        with tally.case():
            faults = list(_of_code(text, tally))
        data = text.encode("utf-8", "surrogatepass")
        tally.judge(f"code {number}", faults, data, f"code-{number:03}.txt")


def _with_words(sample: str, words: str) -> Image.Image:
    """A photograph with words on a white strip at its lower edge."""
    with Image.open(paths.resources() / "samples" / f"{sample}.jpg") as file:
        photo = file.convert("RGB")
    photo = photo.resize((_WIDTH, photo.height * _WIDTH // photo.width))
    draw = ImageDraw.Draw(photo)
    size = min(26.0, 26 * (_WIDTH - 20) / font(26).getlength(words))
    draw.rectangle((0, photo.height - 40, _WIDTH, photo.height), "white")
    draw.text((10, photo.height - 36), words, "black", font(size))
    return photo


def _of_prompt(
    describer: pipeline.Pipeline, picture: Image.Image, prompt: str, tally: Tally
) -> Iterator[str]:
    frame = Frame(np.asarray(picture), "prompt.png")
    y = describer.describe(frame, options=_ALL)
    blind = describer.describe(frame, options=_BLIND)
    tally.counts["prompts read" if y.description.of_kind("text") else "prompts not read"] += 1
    if y.written != blind.written:
        yield f"GPT-2 wrote {y.written} instead of {blind.written}"
    yield from of_sentences(y)
    own = _own_words(blind)
    for level in Level:
        for sentence in y.sentences[level]:
            rest = _QUOTED.sub("", sentence.text)
            if any(o.kind == "text" for o in sentence.evidence):
                strange = set(re.findall(r"\w{4,}", rest.lower())) & set(
                    re.findall(r"\w{4,}", prompt.lower())
                )
                if strange - own:
                    yield f"words outside of the quotation: {sentence.text!r}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "prompt.png"
        picture.save(path)
        arguments = ["describe", str(path), "--json", "--level", "full"]
        with command.loaded_once():
            outcome = command.run(arguments)
    yield from command.faults(outcome, arguments)
    if json.loads(outcome.out)["text"] != y.text(Level.FULL):
        yield "the command line says something else"


def _own_words(y: Explanation) -> set[str]:
    """The words that Glimpse uses itself, of this picture and around any text."""
    frame = " ".join(told.texts(told.explanation("x\nx", dog=False)))
    return set(re.findall(r"\w{4,}", f"{y.text(Level.FULL)} {frame}".lower()))


def _of_code(text: str, tally: Tally) -> Iterator[str]:
    picture = _code(text)
    if picture is None:
        tally.counts["no code possible"] += 1
        return
    seen = tuple(codes.see(Frame(picture, "code.png")))
    tally.counts["codes read" if seen else "codes not read"] += 1
    d = Description(seen)
    yield from of_sentences(Explanation(sentences(d), d))
    for o in seen:
        yield from (f"content: {fault}" for fault in command.not_printable(o.content))
        yield from (f"words: {fault}" for fault in command.not_printable(codes.words(o)))
        if len(codes.words(o)) > 250:
            yield f"{len(codes.words(o))} characters are said of a code"


def _code(text: str) -> np.ndarray | None:
    import zxingcpp

    content = text[:_LONGEST_CODE].encode("utf-8", "ignore").decode().strip("\0")
    if not content:
        return None
    try:
        barcode = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    except ValueError:  # too much for a code
        return None
    grey = np.array(zxingcpp.write_barcode_to_image(barcode, scale=5))
    grey = np.pad(grey, 20, constant_values=255)
    return np.ascontiguousarray(np.repeat(grey[..., None], 3, axis=2))


def _png(picture: Image.Image) -> bytes:
    with tempfile.TemporaryFile() as file:
        picture.save(file, "PNG")
        file.seek(0)
        return file.read()
