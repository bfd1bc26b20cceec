"""Hostile strings as text that was read, as names of files and as questions: without a window."""

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

import numpy as np
from PIL import Image

import assistant.cli.read as read_command
from assistant import ask, speech
from assistant.errors import SpeechError
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.reading import Page
from assistant.reading.reader import LONGEST_LINE, LONGEST_PAGE
from assistant.speech.spoken_text import LIMIT
from assistant.untrusted import shown
from tests.benchmarks.fuzz import command, hostile, told
from tests.benchmarks.fuzz.tally import Tally

_LONGEST_SENTENCE = 700  # characters
_SLOW_S = 5.0
_SPOKEN = 30  # strings that a voice really speaks
_A_PHRASE = 2  # words; more than that are heard as a statement
_QUOTED = re.compile("“[^“”]*”")
_FRAME = Frame(np.full((64, 64, 3), 100, np.uint8), "grey.png")


def run(tally: Tally, count: int, seed: int, first: int = 0, spoken: int = _SPOKEN) -> None:
    """Run the strings ``first`` to ``count``; a voice really speaks some of them."""
    all_, every = hostile.strings(seed, count), max(1, count // spoken)
    with tempfile.TemporaryDirectory() as folder, _told() as (teller, put_page):
        for number, text in enumerate(all_[first:], first):
            with tally.case():
                start = time.monotonic()
                page = told.page(text)
                teller.final = told.explanation(text, dog=number % 3 > 0)
                put_page(page)
                faults = [*of_page(page), *of_sentences(teller.final), *of_answer(text)]
                faults += _of_commands(_commands(Path(folder), text, number), tally)
                if time.monotonic() - start > _SLOW_S:
                    faults.append(f"took {time.monotonic() - start:.0f} s")
                if number % every == 0:
                    tally.counts["spoken"] += 1
                    faults += _spoken(told.texts(teller.final))
            data = text.encode("utf-8", "surrogatepass")
            tally.judge(f"string {number}", faults, data, f"string-{number:03}.txt")


def _of_commands(commands: Iterable[list[str]], tally: Tally) -> Iterator[str]:
    for arguments in commands:
        outcome = command.run(arguments)
        tally.counts["commands"] += 1
        for fault in command.faults(outcome, arguments):
            yield f"glimpse {arguments[0]}: {fault}; {outcome.err!r}"


@contextlib.contextmanager
def _told() -> Iterator[tuple[told.Told, Callable[[Page], None]]]:
    """Put a teller in the place of the networks, and pages in that of the reader."""
    before, teller, pages = (pipeline.load, read_command.read), told.Told(), [Page()]
    pipeline.load = lambda profile="compact": teller
    read_command.read = lambda *_: pages[0]
    try:
        yield teller, partial(pages.__setitem__, 0)
    finally:
        pipeline.load, read_command.read = before


def _commands(folder: Path, text: str, number: int) -> Iterator[list[str]]:
    name = hostile.file_name(text)
    path = folder / "picture.png"
    if name is not None and os.name == "posix":
        path = folder / name
        yield ["describe", "--json", "--", str(folder / f"no {name}"[-200:])]
    path.write_bytes(_png())
    level = ("brief", "standard", "full")[number % 3]
    yield ["describe", "--level", level, "--", str(path)]
    yield ["describe", "--level", level, "--why", "--json", "--", str(path)]
    yield ["read", "--", str(path)]
    yield ["read", "--json", "--", str(path)]
    yield ["ask", "--json", "--", str(path), text]
    yield ["ask", "--", str(path), "what does it say?"]
    path.unlink()


@cache
def _png() -> bytes:
    with tempfile.TemporaryFile() as file:
        Image.fromarray(_FRAME.pixels).save(file, "PNG")
        file.seek(0)
        return file.read()


def of_page(page: Page) -> list[str]:
    """What is wrong with a page of text."""
    found = []
    for text in (page.text, page.marked):
        found += [f"page: {fault}" for fault in command.not_printable(text)]
    if max((len(line.text) for line in page.lines), default=0) > LONGEST_LINE + 2:
        found.append("page: a line is too long")
    if len(page.text.encode()) > LONGEST_PAGE:
        found.append("page: too long")
    return found


def of_sentences(y: Explanation) -> list[str]:
    """What is wrong with the sentences about it."""
    found = []
    for text in told.texts(y):
        found += [f"sentence {text[:80]!r}: {fault}" for fault in command.not_printable(text)]
        if "\n" in text or len(text) > _LONGEST_SENTENCE or not text.strip():
            found.append(f"sentence of {len(text)} characters: {text[:80]!r}")
        found += unquoted(y, text)
        for piece in speech.pieces(text):
            found += _of_piece(piece)
    return found


def unquoted(y: Explanation, text: str) -> Iterator[str]:
    """What is said of a text or code as if Glimpse itself said it."""
    rest = _QUOTED.sub("", text)
    if "“" in rest or "”" in rest or text.count("“") > 1:
        yield f"a quotation that does not end where it should: {text!r}"
    for o in y.description.of_kind("text", "code"):
        if len(o.content.split()) > _A_PHRASE and o.content in rest:
            yield f"not in quotation marks: {text!r}"


def _of_piece(piece: str) -> list[str]:
    """What is wrong with what a voice is given."""
    bad = [c for c in piece if not c.isprintable() and c not in "\u200c\u200d"]
    if bad or len(piece) > LIMIT or re.search(r"<[A-Za-z/!?]|\[\[|\]\]|^<", piece):
        return [f"to the voice: {piece[:80]!r}"]
    return []


def of_answer(question: str) -> list[str]:
    """What is wrong with the answer to a string as a question."""
    start = time.monotonic()
    text = ask.answer(question, told.explanation("EXIT", dog=False), _FRAME).text
    found = [f"answer {text[:80]!r}: {fault}" for fault in command.not_printable(text)]
    if not text or "\n" in text or len(text) > _LONGEST_SENTENCE:
        found.append(f"answer of {len(text)} characters: {text[:80]!r}")
    if time.monotonic() - start > 1:
        found.append("answer: more than a second")
    return found


def _spoken(sentences: Sequence[str]) -> list[str]:
    """What is wrong when the system's voice speaks them into a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        voice = speech.RecordingVoice(path, speech.SystemVoice())
        try:
            lengths = [len(voice.synthesise(text).samples) for text in sentences]
        except SpeechError as error:
            return [f"the voice: {shown(error.message)}"]
        finally:
            voice.close()
        return [] if sum(lengths) and path.stat().st_size > 1000 else ["nothing was spoken"]
