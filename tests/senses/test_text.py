"""The text sense, on pictures with and without text."""

from assistant import paths, sources
from assistant.senses import text

_SAMPLES = paths.resources() / "samples"


def test_a_notice_is_told_block_by_block() -> None:
    seen = list(text.see(sources.image(_SAMPLES / "page.jpg")))
    assert seen[0].content.splitlines() == ["Riverside Library", "Opening hours"]
    assert "Tuesday 10 am to 6 pm" in seen[1].content.splitlines()
    assert seen[-1].content.endswith("Guide dogs are\nwelcome in every room.")
    assert {(o.label, o.kind, o.sense) for o in seen} == {("text", "text", "text")}
