"""CIDEr-D and BLEU-4 of texts against people's captions, by COCO's own evaluation code.

That code is the package pycocoevalcap: the definition that papers report, of which these two
measures need neither Java nor a download. (aac-metrics, which is kept up, has the same two but
needs NumPy 1 and transformers 4.) Its tokeniser is Java, though, so words are split simply here:
figures differ a little from those of papers, and compare well among themselves.
"""

import re
from collections.abc import Sequence

# Nobody's gender is told, so none is asked for: on both sides it is people and children.
_NEUTRAL = {
    **dict.fromkeys("man woman guy lady gentleman male female".split(), "person"),
    **dict.fromkeys("men women guys ladies gentlemen males females".split(), "people"),
    **dict.fromkeys("boy girl".split(), "child"),
    **dict.fromkeys("boys girls".split(), "children"),
    **dict.fromkeys("his her".split(), "their"),
    **dict.fromkeys("he she".split(), "they"),
    **dict.fromkeys("him".split(), "them"),
    "himself": "themselves",
    "herself": "themselves",
}
_QUOTED = re.compile("“[^”]*”")


def tokens(text: str) -> str:
    """The words in lower case, joined by blanks; without punctuation, gender and quotations."""
    words = re.findall(r"[\w']+", _QUOTED.sub("", text).lower())
    return " ".join(_NEUTRAL.get(word, word) for word in words)


def scores(texts: Sequence[str], captions: Sequence[Sequence[str]]) -> dict[str, float | None]:
    """Corpus CIDEr-D (Vedantam et al., CVPR 2015; 0..10) and BLEU-4 (Papineni et al., ACL 2002).

    Args:
        texts: one for each picture.
        captions: what people wrote of each; pictures without captions are left out.

    Returns:
        None for both with fewer than two pictures: CIDEr weighs words by how rare they are.

    Raises:
        ImportError: pycocoevalcap is not installed.
    """
    from pycocoevalcap.bleu.bleu import Bleu
    from pycocoevalcap.cider.cider import Cider

    said, written = {}, {}
    for number, (text, several) in enumerate(zip(texts, captions, strict=True)):
        if references := [words for words in map(tokens, several) if words]:
            said[number], written[number] = [tokens(text)], references
    if len(said) < 2:
        return {"CIDEr-D": None, "BLEU-4": None}
    bleu, _ = Bleu(4).compute_score(written, said, verbose=0)
    cider, _ = Cider().compute_score(written, said)
    return {"CIDEr-D": float(cider), "BLEU-4": float(bleu[3])}
