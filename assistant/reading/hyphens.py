"""Hyphens at line ends: which divide a word, and which belong to it."""

# First parts of compounds that keep their hyphen ("well-known", "twenty-one"). English only: of a
# word that begins otherwise, the hyphen at a line end is nearly always the printer's.
_KEEP = frozenset(
    """all anti both co cross custom double eight ex fifty first five forty four free full ground
    half hand hard high home ill in inter large left life light long low many mid multi near new
    nine ninety non off old on one open over part post pre pro quasi real right second self semi
    seven seventy short single six sixty small so state sub ten third thirty three top triple
    twenty two ultra under up user vice well wide world year""".split()
)
_HYPHENS = "-\u2010\u2011\u00ad\u00ac"  # also the not sign, which old print sets as one
_SHORTEST = 2  # letters that a printer leaves on a line


def whole(first: str, second: str) -> str | None:
    """The whole word, if ``first`` ends a line in the middle of one that ``second`` goes on with.

    The hyphen goes when letters stand on both sides, the second part in lower case. It stays when
    in doubt: after a part that compounds begin with, in a word with another hyphen, after a single
    letter. None if there is no word to put together.
    """
    stem = first.rstrip(_HYPHENS)
    if len(first) - len(stem) != 1 or not stem or not stem[-1].isalnum():
        return None
    if not second[:1].isalnum():
        return None
    before = stem.lstrip("\"'([{“‘„«¿¡")
    after = second.rstrip("\"')]}”’»,.;:!?…" + _HYPHENS)
    divided = (
        before.isalpha()
        and len(before) >= _SHORTEST
        and before.lower() not in _KEEP
        and after[:1].islower()
        and after.replace("'", "").replace("’", "").isalpha()
    )
    return stem + second if divided else f"{stem}-{second}"
