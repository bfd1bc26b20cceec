"""The track, read back with another program's reader."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.untrusted import for_vtt
from assistant.video.cues import Cue
from assistant.video.webvtt import clock, timestamp, webvtt

HOSTILE = "A sign: “<b>--> 00:00 &amp; </b>”\n\nWEBVTT\n1\n"


def _blocks(text):
    head, *blocks = text.rstrip("\n").split("\n\n")
    assert head.split(" ")[0] == "WEBVTT"
    return [b.split("\n") for b in blocks if not b.startswith("NOTE")]


def test_times_and_texts():
    text = webvtt([Cue(0.5, 2, "A dog.", True), Cue(3723.0456, 3725, "A cat & a “ball”.", False)])
    assert _blocks(text) == [
        ["1", "00:00:00.500 --> 00:00:02.000", "A dog."],
        ["2", "01:02:03.046 --> 01:02:05.000", "A cat &amp; a “ball”."],
    ]


def test_a_cue_ends_where_the_next_begins_and_is_never_empty():
    text = webvtt([Cue(0, 5, "A dog.", True), Cue(2, 2, "A cat.", True)])
    times = [block[1] for block in _blocks(text)]
    assert times == ["00:00:00.000 --> 00:00:02.000", "00:00:02.000 --> 00:00:02.500"]


def test_a_film_without_descriptions_has_a_track_all_the_same():
    assert _blocks(webvtt([])) == []


@settings(deadline=None)
@given(st.lists(st.text().filter(for_vtt), max_size=5))
def test_no_text_can_break_the_file(texts):
    cues = [Cue(i, i + 1, text, True) for i, text in enumerate([*texts, HOSTILE])]
    blocks = _blocks(webvtt(cues))
    assert len(blocks) == len(cues)
    for block in blocks:
        assert len(block) == 3
        assert not re.search(r"[<>]", block[2])


def test_the_reader_of_another_library_finds_the_same():
    library = pytest.importorskip("webvtt")
    cues = [Cue(1, 2.5, "Two people at a table.", True), Cue(3, 4, HOSTILE, True)]
    found = list(library.from_string(webvtt(cues)))
    assert [(c.start, c.end) for c in found] == [
        ("00:00:01.000", "00:00:02.500"),
        ("00:00:03.000", "00:00:04.000"),
    ]
    assert found[0].text == cues[0].text
    assert io.StringIO(found[1].raw_text).readlines() == [found[1].raw_text]


def test_times_in_words():
    assert (clock(42.9), clock(3723), timestamp(-1)) == ("0:42", "1:02:03", "00:00:00.000")
