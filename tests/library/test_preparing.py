"""What of a picture is described: a copy of half its size, or all of it where something is read."""

from dataclasses import replace

import numpy as np
from PIL import Image

from assistant.library.outcome import WriteTarget
from assistant.library.prepare import prepare
from assistant.library.preparing import Preparing
from assistant.pipeline.options import Options
from assistant.work import Setup
from tests.library.made import TEXTS, job, picture
from tests.reading.made import page


def sizes(path, folder):
    """Widths of what is described at first, and of all that there is."""
    seen = []

    def describe(frame, whole):
        seen.extend((frame.width, whole().width))
        return TEXTS

    folder.mkdir()
    prepare(job(path, WriteTarget.REPORT, write=False, known=None), folder, None, describe)
    return seen


def test_a_large_picture_is_described_reduced_and_read_whole(tmp_path):
    pixels = np.full((600, 4000, 3), 90, np.uint8)
    Image.fromarray(pixels).save(tmp_path / "large.jpg")
    assert sizes(tmp_path / "large.jpg", tmp_path / "one") == [2000, 4000]
    assert sizes(picture(tmp_path / "small.jpg"), tmp_path / "other") == [320, 320]


def test_what_is_written_in_a_large_picture_is_among_its_texts(tmp_path):
    large = Image.new("RGB", (4000, 1500), "white")
    large.paste(page(["Platform 3 to the harbour"], 40), (300, 300))
    large.save(tmp_path / "large.jpg")
    asked = job(tmp_path / "large.jpg", WriteTarget.REPORT, write=False, known=None)
    work = Preparing(Setup(senses=Options().public), exiftool=False, folder=tmp_path / "work")
    told = work.begin()(asked)
    assert told.annotation is not None
    assert told.annotation.text == ("Platform 3 to the harbour",)
    unread = Setup(senses=Options().public - {"text"})
    told = replace(work, setup=unread).begin()(asked)
    assert told.annotation is not None
    assert told.annotation.text == ()
