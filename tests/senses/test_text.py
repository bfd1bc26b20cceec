"""The text sense, on pictures with and without text."""

import pytest
from PIL import ImageFilter

from assistant import paths, sources
from assistant.errors import Cancelled
from assistant.pipeline.evidence import Sureness
from assistant.senses import text
from tests.reading.made import frame, page

_SAMPLES = paths.resources() / "samples"


def test_a_notice_is_told_block_by_block_with_a_line_for_each_line() -> None:
    seen = list(text.see(sources.image(_SAMPLES / "page.jpg")))
    assert seen[0].content.splitlines() == ["Riverside Library", "Opening hours"]
    assert seen[0].where.endswith("near the top")
    assert "Tuesday 10 am to 6 pm" in seen[1].content.splitlines()
    assert seen[-1].content.endswith("Guide dogs are\nwelcome in every room.")
    assert {(o.label, o.kind, o.sense) for o in seen} == {("text", "text", "text")}
    assert {o.sureness for o in seen} == {Sureness.SURE}
    tops = [o.box[1] for o in seen if o.box]
    assert tops == sorted(tops)
    assert len(tops) == len(seen)
    assert text.lines(seen)[:3] == ["Riverside Library", "Opening hours", "Monday closed"]


@pytest.mark.parametrize("name", ["cat", "dandelions", "football", "stairs", "windmill"])
def test_fur_leaves_and_bricks_are_no_text(name: str) -> None:
    assert list(text.see(sources.image(_SAMPLES / f"{name}.jpg"))) == []


def test_what_is_hard_to_read_is_told_as_a_guess_or_not_at_all() -> None:
    picture = page(["Platform 3", "to the harbour"]).filter(ImageFilter.GaussianBlur(4))
    assert Sureness.SURE not in {o.sureness for o in text.see(frame(picture))}


def test_a_new_picture_stops_it() -> None:
    with pytest.raises(Cancelled):
        list(text.see(frame(page(["Platform 3"])), lambda: True))
