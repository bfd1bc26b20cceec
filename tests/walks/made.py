"""What the walks go through: pictures, a page, a film, and what Glimpse should say of them."""

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assistant import explore, paths, reading, sources, wording
from assistant.ask import answer
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Explanation, Level
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.qt.settings.shortcuts import read_all
from assistant.video.cues import reading_time
from assistant.video.describing import FilmDescription, Wishes, describe
from tests.video.made import film, sample, still
from tests.walks.desktop import Desktop

QUESTION = "Is there a dog?"
LINES = ("Opening hours", "Monday to Friday from nine to five.", "Closed on holidays.")


@dataclass(frozen=True)
class Made:
    """Where the things of the walk are."""

    dog: Path
    page: Path
    folder: Path
    film: Path


def make(desktop: Desktop) -> Made:
    """Make them, and an index of the folder, in which a cat can be found."""
    # Where the dialogs begin, so that names are enough: Orca spells what is typed.
    folder, films = (Path(desktop.environment["HOME"]) / name for name in ("Pictures", "Videos"))
    album = folder / "album"
    album.mkdir(parents=True)
    films.mkdir()
    samples = paths.resources() / "samples"
    (album / "cat.jpg").write_bytes((samples / "cat.jpg").read_bytes())
    (folder / "dog.jpg").write_bytes((samples / "dog.jpg").read_bytes())
    _write_page(folder / "page.png")
    film(films / "film.mp4", still(sample("dog"), 4))
    desktop.run(sys.executable, "-m", "assistant", "index", str(album))
    return Made(folder / "dog.jpg", folder / "page.png", album, films / "film.mp4")


def _write_page(path: Path) -> None:
    page = Image.new("RGB", (900, 700), "white")
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(LINES):
        pen.text((60, 60 + 160 * number), line, "black", ImageFont.load_default(44))
    page.save(path)


def told_of(path: Path) -> list[str]:
    """The descriptions of a film."""
    make = partial(pipeline.load("compact").describe, options=Options())
    wishes = Wishes(Level.STANDARD, reading_time(300))
    steps = describe(path, lambda: make, wishes)
    return [s.cue.text for s in steps if isinstance(s, FilmDescription) and s.cue]


class Expected:
    """What Glimpse says of a picture, by the real networks.

    Args:
        path: of the picture.
    """

    def __init__(self, path: Path) -> None:
        self.frame: Frame = sources.image(path)
        self.explanation: Explanation = pipeline.load("compact").describe(
            self.frame, options=Options(read_all=read_all({}))
        )

    def sentences(self, level: str) -> list[str]:
        """The same, one by one."""
        return [sentence.text for sentence in self.explanation.sentences[Level(level)]]

    def text(self, level: str) -> str:
        """The description, at this level."""
        return self.explanation.text(Level(level))

    def why(self, level: str) -> list[str]:
        """The reasons of its sentences."""
        return list(wording.why(self.explanation, Level(level)))

    def answer(self, question: str) -> str:
        """What is answered."""
        return answer(question, self.explanation, self.frame).text

    def place(self, row: int, column: int) -> str:
        """What exploring tells of this part."""
        return explore.cell_sentence(self.explanation.description, self.frame, row, column).text

    def page(self) -> list[str]:
        """What is written in it, by paragraphs."""
        return [block.spoken for block in reading.read(self.frame).blocks]
