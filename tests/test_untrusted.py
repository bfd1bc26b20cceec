"""Hostile strings: one table of them, and what each place where text goes is given of it."""

import html
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.senses.code_words import cleaned
from assistant.sources import title
from assistant.untrusted import for_json, for_voice, for_vtt, for_xml, plain, shown

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

# What came, a line of ours, and what differs elsewhere.
TABLE: list[tuple[str, str, dict[object, str]]] = [
    (
        "safe\u202egnp.exe\u202c",  # a bidi override turns the end round
        "safegnp.exe",
        {for_xml: "safe\u202egnp.exe\u202c", shown: r"safe\u202egnp.exe\u202c"},
    ),
    (
        "a\u200bb\u200fc\ufeffd\u2066e",
        "abcde",
        {
            for_xml: "a\u200bb\u200fc\ufeffd\u2066e",
            shown: r"a\u200bb\u200fc\ufeffd\u2066e",
        },
    ),
    (
        "red \x1b[31malert\x1b[0m",
        "red [31malert[0m",
        {
            for_voice: "red [31malert [0m",
            for_xml: "red [31malert [0m",
            shown: r"red \x1b[31malert\x1b[0m",
        },
    ),
    (
        "bell\x07 null\x00 back\x08",
        "bell null back",
        {shown: r"bell\x07 null\x00 back\x08"},
    ),
    (
        "a\x00b\x01c",
        "abc",
        {for_voice: "a b c", for_xml: "a b c", shown: r"a\x00b\x01c"},
    ),
    (
        "two\nlines\ttab\u2028sep",
        "two lines tab sep",
        {shown: r"two\nlines\ttab\u2028sep", cleaned: "two | lines tab | sep"},
    ),
    (
        "<b>not bold</b> &amp;",  # letters that someone wrote
        "<b>not bold</b> &amp;",
        {for_voice: "b>not bold /b> &amp;", title: "b> &amp;"},
    ),
    (
        "<speak><break time='9s'/>Hi</speak>",
        "<speak><break time='9s'/>Hi</speak>",
        {for_voice: "speak> break time='9s'/>Hi /speak>", title: "speak>"},
    ),
    ("< 5 is small, 7 > 5", "< 5 is small, 7 > 5", {for_voice: "5 is small, 7 > 5"}),
    ("3 < 5", "3 < 5", {}),
    ("[[rate 400]] hello [a]", "[[rate 400]] hello [a]", {for_voice: "[ rate 400 ] hello [a]"}),
    ("[[[[x]]]]", "[[[[x]]]]", {for_voice: "[ [ x ] ]"}),
    ("Total ......... 5 ------", "Total ......... 5 ------", {for_voice: "Total . 5 -"}),
    ("AAAA 1111 oh...", "AAAA 1111 oh...", {}),
    ("e\u0301te\u0301", "été", {for_xml: "e\u0301te\u0301", shown: "e\u0301te\u0301"}),
    ("smile \U0001f600", "smile \U0001f600", {}),
    ("half \ud83d pair", "half pair", {shown: r"half \ud83d pair"}),
    (
        "private \ue000 use",
        "private use",
        {for_xml: "private \ue000 use", shown: r"private \ue000 use"},
    ),
    (
        "so\u00adft \ufeffmark",
        "soft mark",
        {for_xml: "so\u00adft \ufeffmark", shown: r"so\xadft \ufeffmark"},
    ),
    ("  many   spaces ", "many spaces", {shown: "  many   spaces "}),
    (
        "z\u0300\u0301\u0302\u0303\u0304\u0305",
        "z\u0300\u0301",
        dict.fromkeys((for_voice, for_xml, shown), "z\u0300\u0301\u0302\u0303\u0304\u0305"),
    ),
    (
        "\u200b\u202e",
        "",
        {for_xml: "\u200b\u202e", shown: r"\u200b\u202e", title: "the file"},
    ),
    ("見出し、日本語", "見出し、日本語", {}),
    (
        "می‌خواهم",  # the joiner is heard
        "میخواهم",
        dict.fromkeys((for_voice, for_xml), "می‌خواهم") | {shown: r"می\u200cخواهم"},
    ),
    (
        "👨‍👩‍👧",
        "👨👩👧",
        dict.fromkeys((for_voice, for_xml), "👨‍👩‍👧") | {shown: r"👨\u200d👩\u200d👧"},
    ),
]


@pytest.mark.parametrize(("came", "line", "elsewhere"), TABLE, ids=[repr(r[0]) for r in TABLE])
def test_what_each_place_is_given(came: str, line: str, elsewhere: dict[object, str]) -> None:
    for given_to in (plain, for_voice, for_xml, shown, cleaned):
        assert given_to(came) == elsewhere.get(given_to, line)
    assert for_vtt(came) == html.escape(elsewhere.get(for_xml, line), quote=False)
    if "\0" not in came:  # no name can have it
        assert title(Path("folder", came)) == elsewhere.get(title, line)


@pytest.mark.parametrize("character", ["x", "\u202e", "e\u0301", "\U0001f600", " ", "\u0301"])
def test_a_line_of_100_kb_is_cut(character: str) -> None:
    text = plain(character * 100_000, 1000)
    assert len(text) <= 1000
    assert not text or text.endswith("…") or character in (" ", "\u0301")


@given(st.text(st.characters(codec=None), max_size=60))
def test_anything_becomes_one_visible_line(came: str) -> None:
    text = plain(came)
    assert plain(text) == text
    assert not {unicodedata.category(c) for c in text} & _UNSEEN
    assert json.loads(json.dumps(text, ensure_ascii=False).encode()) == text
    assert shown(came).isprintable()
    line = for_json(json.dumps(came, ensure_ascii=False))
    assert line.isprintable()
    assert json.loads(line) == came


@given(st.text(max_size=100))
def test_no_character_with_a_meaning_of_its_own_reaches_a_voice(came: str) -> None:
    said = for_voice(came)
    assert "[[" not in said
    assert not said.startswith("<")
    for character in said:
        assert unicodedata.category(character) not in _UNSEEN or character in "\u200c\u200d"
