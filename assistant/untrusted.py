"""Text from outside: files' names, what is read in pictures and codes, what people wrote."""

import re

# What XML 1.0 cannot hold, and what ends a line for one program or another.
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def for_metadata(text: str) -> str:
    """The text on one line, without characters that metadata cannot hold."""
    return " ".join(_BREAKING.sub(" ", text).split())
