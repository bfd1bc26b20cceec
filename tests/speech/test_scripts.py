"""Which language a text needs a voice of."""

import pytest

from assistant.speech.scripts import LATIN, language, rank, script_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("你好世界", "Chinese"), ("東京タワーへようこそ", "Japanese"), ("안녕하세요", "Korean"),
        ("Привет, мир!", "Russian"), ("Γειά σου", "Greek"), ("مرحبا", "Arabic"), ("שלום", "Hebrew"),
        ("नमस्ते", "Hindi"), ("สวัสดี", "Thai"), ("გამარჯობა", "Georgian"),
    ],
)  # fmt: skip
def test_it_is_told_by_its_letters(text, wanted):
    assert language(script_of(text)) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "123", "Hello", "Đường Nguyễn Huệ", "The sign says: 你好.", "日 is Japanese", "☺☺☺"],
)
def test_a_few_foreign_letters_need_no_other_voice(text):
    assert script_of(text) == LATIN


def test_the_likeliest_language_comes_first():
    assert rank("CJK", ["cmn"]) < rank("CJK", ["yue"]) < rank("CJK", ["ja-JP"])
    assert rank("CYRILLIC", ["uk_UA"]) is not None
    assert rank("CYRILLIC", ["en-gb", "de"]) is None
