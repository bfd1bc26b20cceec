"""Hostile strings: what a text reader may hand over must not reach a voice, terminal or file."""

import json
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.clean import LONGEST_LINE, clean


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("safe\u202egnp.exe\u202c", "safegnp.exe"),  # a bidi override turns the end round
        ("a\u200bb\u200fc\ufeffd\u2066e", "abcde"),
        ("red \x1b[31malert\x1b[0m", "red [31malert[0m"),
        ("bell\x07 null\x00 back\x08", "bell null back"),
        ("two\nlines\ttab\u2028sep", "two lines tab sep"),
        ("<b>not bold</b> &amp;", "<b>not bold</b> &amp;"),  # letters that someone wrote
        ("e\u0301te\u0301", "été"),
        ("smile \U0001f600", "smile \U0001f600"),
        ("half \ud83d pair", "half pair"),
        ("private \ue000 use", "private use"),
        ("  many   spaces ", "many spaces"),
        ("z\u0300\u0301\u0302\u0303\u0304\u0305", "z\u0300\u0301"),
        ("\u200b\u202e", ""),
        ("見出し、日本語", "見出し、日本語"),
    ],
)
def test_what_is_invisible_or_acts_on_what_shows_it_goes(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@pytest.mark.parametrize("character", ["x", "\u202e", "e\u0301", "\U0001f600", " ", "\u0301"])
def test_a_line_of_100_kb_is_cut_at_once(character: str) -> None:
    start = time.process_time()
    text = clean(character * 100_000)
    assert len(text) <= LONGEST_LINE
    assert time.process_time() - start < 0.2
    assert not text or text.endswith("…") or character in (" ", "\u0301")


@given(st.text(st.characters(codec=None), max_size=60))
def test_anything_becomes_one_visible_line(raw: str) -> None:
    text = clean(raw)
    assert clean(text) == text
    assert text.isprintable() or all(c.isprintable() or c == "\u3164" for c in text)
    assert not {unicodedata.category(c) for c in text} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl"}
    assert json.loads(json.dumps(text, ensure_ascii=False).encode()) == text
