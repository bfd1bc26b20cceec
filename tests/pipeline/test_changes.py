from assistant import wording
from assistant.pipeline.changes import Changes
from assistant.pipeline.evidence import Description, Explanation, Level
from tests.pipeline.made import thing

LEVEL = Level.STANDARD


def _seen(label: str) -> Explanation:
    d = Description((thing(label),))
    return Explanation(wording.sentences(d, f"a {label}.", d.observations), d)


def _told(labels: str) -> list[str]:
    changes, told = Changes(), []
    for label in labels.split():
        explanation = _seen(label)
        if changes.is_new(explanation, LEVEL):
            changes.tell(explanation, LEVEL)
            told.append(label)
    return told


def test_what_goes_on_is_told_once() -> None:
    assert _told("dog dog dog dog dog") == ["dog"]


def test_a_change_is_told_and_a_change_back_too() -> None:
    assert _told("dog dog cat cat dog dog") == ["dog", "cat", "dog"]


def test_what_flickers_is_not_told() -> None:
    assert _told("dog dog cat dog cat dog dog cat") == ["dog"]
