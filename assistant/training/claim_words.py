"""Words that claim labels in an answer: ``python -m assistant.training.claim_words``.

Makes ``resources/words/claims.json`` out of the words with which captions are judged
(``caption_words``) and learnt (``vocabulary``), so that the program can look each noun of an answer
up in what Glimpse saw. Run it again when one of those has changed. A word claims the most special
labels that it makes right: a puppy is a dog, and not just any animal.
"""

import argparse
import json
from collections.abc import Mapping

from assistant import paths, saving
from assistant.pipeline import kinds, nouns
from assistant.training.judging import caption_words
from assistant.training.picture import labels, vocabulary
from assistant.training.picture.tags import TAGS

PLACE = paths.resources() / "words" / "claims.json"
_ABOUT = (
    "Words of an answer → labels of the picture network that they claim, by these tables; null: "
    "no claim, read so that no word in it is taken for itself. Made by "
    "assistant/training/claim_words.py."
)


def table() -> dict[str, list[str] | None]:
    """Noun in lower case and singular → labels; None for what is no claim, such as "side"."""
    makers: dict[str, set[str]] = {}
    for label in _labels():
        for word in caption_words.supports(label):
            makers.setdefault(word, set()).add(label)
    found: dict[str, list[str] | None] = {
        word: _special(word, makers.get(word, set())) for word in caption_words.known()
    }
    known = vocabulary.nouns_of()
    plurals = {nouns.plural(word) for word in known} - {word for word in known if _is_one(word)}
    for word, (label, _, _) in known.items():
        if word not in plurals:
            found[word] = [label]
    return found | dict.fromkeys((*vocabulary.IGNORED, *caption_words.TRAPS))


def _is_one(word: str) -> bool:
    return nouns.plural(word) == word  # sheep


def _labels() -> set[str]:
    return {*vocabulary.THINGS, *vocabulary.PLACES, *TAGS, *labels.SYNONYMS, *labels.SCENE_WORDS}


def _special(word: str, made: set[str]) -> list[str]:
    """The word itself, if it is a label; else those that are no kind of another one."""
    if word in made:
        return [word]
    return sorted(
        label
        for label in made
        if not any(o != label and kinds.is_a(o, label) and not kinds.is_a(label, o) for o in made)
    )


def _lines(words: Mapping[str, object]) -> str:
    return ",\n".join(f"{json.dumps(word)}:{json.dumps(words[word])}" for word in sorted(words))


def main() -> None:
    """The command."""
    argparse.ArgumentParser(prog="assistant.training.claim_words", description=__doc__).parse_args()
    nouns, actions = table(), dict(vocabulary.actions_of())
    rows = ",\n".join(f"{json.dumps(word)}:{json.dumps(nouns[word])}" for word in sorted(nouns))
    doing = ",\n".join(
        f"{json.dumps(form)}:{json.dumps(actions[form])}" for form in sorted(actions)
    )
    text = f'{{"about":{json.dumps(_ABOUT)},"nouns":{{\n{rows}\n}},"actions":{{\n{doing}\n}}}}\n'
    with saving.replaced(PLACE) as part:
        part.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
