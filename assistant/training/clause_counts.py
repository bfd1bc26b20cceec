"""Count who does what: ``python -m assistant.training.clause_counts --text DIR --data DIR``.

From captions (``DIR/captions.jsonl.gz``, and ``--data`` with five captions a picture) to
``resources/models/compact/clauses.json``, which ``assistant/pipeline/clauses.py`` reads: for each
kind of subject and action how often the captions that name a thing, too, join it to the action, and
by which preposition; how usual the action is; and how likely people are to mention a thing that is
there. The captions are read by a small grammar (``clauses.py``); what stands in fewer than
``LEAST`` of them is left out.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant import paths
from assistant.pipeline import kinds
from assistant.training.language import clauses, stories
from assistant.training.picture import data

LEAST = 4  # captions with the same subject, action, preposition and thing
_SURE = 0.35  # share of the captions with all three in which the thing is joined to the action
_SURE_ALONE = 0.55  # the same where nobody does anything: "a cat on a bed"
_USUAL = 8  # captions in which such a subject does it
_LEAST_WITH = 12  # the same for "with", which scenery is joined by, too
_SAID = 0.25  # share of a thing's joinings that a preposition must have to be said
# A preposition that is said → others that say the same more exactly.
_MEANS = {
    "": ("", "up", "using"),
    "on": ("on", "down", "along", "across", "on top of", "around", "on the side of"),
    "in": ("in", "through", "into", "in the middle of", "wearing"),
    "at": ("at", "around"),
    "with": ("with",),
    "over": ("over",),
    "from": ("from", "out of"),
}
_STANDING = ("on", "in", "at")  # what can be said of somebody who does nothing
# Nobody rides without something: these are said only with their object.
_NEEDS = frozenset(
    "riding holding carrying throwing kicking catching hitting pulling pushing cutting chasing "
    "selling feeding petting lifting biting licking chewing pouring blowing brushing crossing "
    "hanging shooting driving".split()
)
# "Running with a ball" is news, "sitting with a window" is none.
_WITH = (
    clauses.ALIVE
    | frozenset(
        "ball frisbee toy stick rope kite bag backpack umbrella book laptop drink food cup phone "
        "doll balloon flag bicycle suitcase stroller cart paddle newspaper microphone".split()
    )
    | {"tennis racket", "baseball bat", "hockey stick", "teddy bear"}
)
_INSTRUMENTS = frozenset(
    "guitar drum piano violin trumpet saxophone flute accordion cello instrument".split()
)
_ANIMAL = "animal"
_RARE = 0.004  # share of the animals below which none is said to do it that has no other name
_ONLY = 0.98  # share of people among those who do what only people do
# Nobody's mood is told.
_MOODS = frozenset("smiling laughing crying".split())
# What is not alive does only this.
_MOVING = frozenset("flying driving racing floating sailing hanging spinning".split())
# Nobody is "at a camera" who looks at it, and what is worn is done nothing with.
_NOT_ALONE = frozenset("camera mirror wall screen phone person child cat dog".split())
_WORN = frozenset(
    "hat helmet sunglasses glasses goggles scarf glove jacket suit tie dress skirt shirt trousers "
    "shorts shoe sock uniform costume apron vest wetsuit bikini mask wig robe necklace".split()
)


class Counts:
    """Counts of the captions' clauses."""

    def __init__(self) -> None:
        self.subjects: Counter[str] = Counter()
        self.actions: Counter[tuple[str, str]] = Counter()
        self.links: Counter[tuple[str, str, str, str]] = Counter()
        self.beside: Counter[tuple[str, str, str]] = Counter()

    def add(self, caption: str) -> None:
        """Count one caption, each of its clauses once."""
        parsed = clauses.parse(caption)
        named = {noun.label for noun in parsed.nouns}
        subjects: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
        for clause in parsed.clauses:
            who = {_kind(noun.label) for noun in clause.subjects}
            if len(who) == 1:
                links = {(link.preposition, link.noun.label) for link in clause.links}
                for subject in _and_kind(who.pop()):
                    subjects[subject][clause.action] |= links
        for subject, done in subjects.items():
            self.subjects[subject] += 1
            done[""] = {link for links in done.values() for link in links}
            for action, links in done.items():
                self.actions[subject, action] += 1
                self.beside.update((subject, action, label) for label in named - {subject})
                self.links.update((subject, action, *link) for link in links)

    def table(self) -> dict[str, Any]:
        """Action (empty for none) → subject → how usual, and thing → preposition → share."""
        things: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, action, _, label in self.links:
            things[subject, action].add(label)
        found: dict[str, dict[str, Any]] = defaultdict(dict)
        people = self.people()
        for (subject, action), number in sorted(self.actions.items()):
            able = subject in clauses.ALIVE or action in _MOVING or not action
            if number < _USUAL or subject == clauses.UNCLEAR or not able or action in _MOODS:
                continue
            rare = action in people or number < _RARE * self.subjects[subject]
            if action and subject == _ANIMAL and rare:
                continue
            joined = {
                label: shares
                for label in sorted(things[subject, action] - {subject, clauses.UNCLEAR})
                if (shares := self._shares(subject, action, label))
            }
            if action or joined:
                rate = round(number / self.subjects[subject], 4)
                found[action][subject] = {"usual": rate, "links": joined}
        return dict(sorted(found.items()))

    def people(self) -> list[str]:
        """The actions that next to nobody but people does."""
        doers: dict[str, Counter[str]] = defaultdict(Counter)
        for (subject, action), number in self.actions.items():
            if action and subject in clauses.ALIVE and subject != _ANIMAL:
                doers[action][subject] += number
        return sorted(
            action
            for action, who in doers.items()
            if who["person"] >= max(_USUAL, _ONLY * who.total())
        )

    def _shares(self, subject: str, action: str, label: str) -> dict[str, float]:
        """Preposition → share of the captions in which it, or one that means the same, joins."""
        if label in (_WORN if action else _NOT_ALONE):
            return {}
        beside = self.beside[subject, action, label]
        said = _MEANS if action else {name: _MEANS[name] for name in _STANDING}
        counts = {
            name: sum(self.links[subject, action, other, label] for other in means)
            for name, means in said.items()
        }
        if label not in _WITH:
            counts.pop("with", None)
        if action == "jumping" or (action == "playing" and label not in _INSTRUMENTS | _WITH):
            counts.pop("")  # "jumping a bicycle"
        elif action == "playing" and label in _WITH:  # "playing ball", with one
            counts["with"] += counts.pop("")
        total = sum(counts.values())
        if total < LEAST or total < (_SURE if action else _SURE_ALONE) * beside:
            return {}
        return {
            name: round(min(number / beside, 1), 2)
            for name, number in counts.items()
            if number >= _SAID * total
            and self.links[subject, action, name, label]
            >= (_LEAST_WITH if name == "with" else LEAST)
        }


def telling(pictures: Iterable[Sequence[str]]) -> dict[str, float]:
    """Label → of the captions of a picture with it, the share that names it."""
    named: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for captions in pictures:
        each = [_labels(caption) for caption in captions]
        for label in set().union(*each):
            there[label] += len(captions)
            named[label] += sum(label in labels for labels in each)
    return {
        label: round(named[label] / number, 2)
        for label, number in sorted(there.items())
        if number >= 5 * LEAST
    }


def _labels(caption: str) -> set[str]:
    parsed = clauses.parse(caption)
    found = {noun.label for noun in parsed.nouns} | {c.action for c in parsed.clauses if c.action}
    return found | {_kind(label) for label in found}


def _kind(label: str) -> str:
    return "person" if label == "child" else label


def _and_kind(subject: str) -> tuple[str, ...]:
    """Of animals, what is true of one is counted for all of them, too."""
    alike = subject != _ANIMAL and kinds.is_a(subject, _ANIMAL)
    return (subject, _ANIMAL) if alike else (subject,)


def write(path: Path, counts: Counts, shares: Mapping[str, float]) -> None:
    """Write the table, one subject of an action a line."""
    about = (
        "Who does what, to what and where, in captions: made by python -m "
        "assistant.training.clause_counts, read by assistant/pipeline/clauses.py."
    )
    rows = [
        f"  {json.dumps(action)}: {{\n"
        + ",\n".join(f"   {json.dumps(s)}: {json.dumps(row)}" for s, row in subjects.items())
        + "\n  }"
        for action, subjects in counts.table().items()
    ]
    lists = {"needs": sorted(_NEEDS), "worn": sorted(_WORN), "people": counts.people()}
    head = "".join(f" {json.dumps(name)}: {json.dumps(row)},\n" for name, row in lists.items())
    text = (
        f'{{\n "about": {json.dumps(about)},\n{head}'
        f' "telling": {json.dumps(shares)},\n "actions": {{\n' + ",\n".join(rows) + "\n }\n}\n"
    )
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.clause_counts", description=__doc__)
    shipped = paths.resources() / "models" / "compact" / "clauses.json"
    parser.add_argument("--text", type=Path, required=True, help="the captions' folder")
    parser.add_argument("--data", type=Path, required=True, help="the photographs' folder")
    parser.add_argument("--out", type=Path, default=shipped)
    options = parser.parse_args()
    counts = Counts()
    for caption in stories.captions(options.text):
        counts.add(caption)
    shares = telling(row.captions for row in data.rows(options.data) if len(row.captions) > 1)
    write(options.out, counts, shares)


if __name__ == "__main__":
    main()
