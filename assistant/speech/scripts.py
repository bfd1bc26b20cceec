"""Languages that a text needs a voice of, told by its letters alone."""

import unicodedata
from collections import Counter
from collections.abc import Iterable

LATIN = "LATIN"

# The first word of a letter's name in Unicode → what it is called, and tags of languages that are
# written so, the likeliest first.
_SCRIPTS = {
    "CJK": ("Chinese", ("cmn", "zh", "yue", "hak", "ja")),
    "BOPOMOFO": ("Chinese", ("cmn", "zh")),
    "HIRAGANA": ("Japanese", ("ja",)),
    "KATAKANA": ("Japanese", ("ja",)),
    "HANGUL": ("Korean", ("ko",)),
    "CYRILLIC": ("Russian", ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "tt", "ba", "cv")),
    "GREEK": ("Greek", ("el", "grc")),
    "ARABIC": ("Arabic", ("ar", "fa", "ur", "sd", "ug")),
    "HEBREW": ("Hebrew", ("he", "iw")),
    "DEVANAGARI": ("Hindi", ("hi", "mr", "ne", "kok")),
    "BENGALI": ("Bengali", ("bn", "as", "bpy")),
    "GURMUKHI": ("Punjabi", ("pa",)),
    "GUJARATI": ("Gujarati", ("gu",)),
    "ORIYA": ("Odia", ("or",)),
    "TAMIL": ("Tamil", ("ta",)),
    "TELUGU": ("Telugu", ("te",)),
    "KANNADA": ("Kannada", ("kn",)),
    "MALAYALAM": ("Malayalam", ("ml",)),
    "SINHALA": ("Sinhala", ("si",)),
    "THAI": ("Thai", ("th",)),
    "LAO": ("Lao", ("lo",)),
    "MYANMAR": ("Burmese", ("my",)),
    "KHMER": ("Khmer", ("km",)),
    "GEORGIAN": ("Georgian", ("ka",)),
    "ARMENIAN": ("Armenian", ("hy", "hyw")),
    "ETHIOPIC": ("Amharic", ("am", "ti")),
}
_JAPANESE = ("HIRAGANA", "KATAKANA")


def script_of(text: str) -> str:
    """The script of more than half of the letters, such as "CYRILLIC"; :data:`LATIN` without one.

    Japanese is written in three; its own two tell it from Chinese.
    """
    letters = (unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha())
    counts = Counter(letters)
    if any(counts[kana] for kana in _JAPANESE):
        counts["HIRAGANA"] = sum(counts.pop(script) for script in (*_JAPANESE, "CJK"))
    script, number = counts.most_common(1)[0] if counts else (LATIN, 0)
    return script if script in _SCRIPTS and 2 * number > counts.total() else LATIN


def language(script: str) -> str:
    """Name of a language that is written so."""
    return _SCRIPTS[script][0]


def rank(script: str, tags: Iterable[str]) -> int | None:
    """Rank of a voice with these language tags for a script, 0 best; None: it cannot."""
    wanted = _SCRIPTS[script][1]
    first = (tag.lower().replace("_", "-").split("-")[0] for tag in tags)
    return min((wanted.index(tag) for tag in first if tag in wanted), default=None)
