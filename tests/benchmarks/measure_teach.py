"""How well taught things are known again: ``python -m tests.benchmarks.measure_teach --data DIR``.

In the way of ORBIT (Massiceti et al., ICCV 2021): a user teaches ten things from five views each;
then each thing's other views (20 at most) are shown, and 200 strangers. DIR holds
``vision/labels.jsonl.gz`` and ``vision/photos-NN.tar``. Nothing in ``own.npz`` was made from what
is shown here: its recipe leaves these sources out, and strangers are from the held-out parts.

- **products**: groceries by product, photographed in shops (GroceryStoreDataset), 12 views or more.
- **dogs and cats by kind**: by the kind that a classifier is sure of, as nobody told it: the hard
  case.
- **strangers**: photographs of single things and scenes; **of the same shelf**: other groceries,
  such as another kind of apple, or other dogs and cats.

Rows: what Glimpse does (``assistant.teach``); the plain nearest neighbour (cosine of the numbers as
they are); a linear head (ridge regression of each thing against the background and the others). All
have their threshold by the same rule (``prototypes.thresholds``), from what each view reaches that
is left out, and from a background of photographs that ``own.npz`` could have been made from.

``--few`` looks at a few of all, to see within minutes that it works; its figures mean nothing.
"""

import argparse
import collections
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path

import numpy as np

from assistant import models
from assistant.pipeline.arrays import Floats
from assistant.teach.backbone import OnnxBackbone
from assistant.teach.prototypes import ALIKE, CLOSE, Prototype, alike, prototype, thresholds
from assistant.teach.space import shipped, unit
from assistant.training import own_things
from assistant.training.picture import data, split

USERS, THINGS, VIEWS, SHOWN, STRANGERS = 100, 10, 5, 20, 200
_SURE = 0.5  # of the classifier, that a dog or cat is of a kind
_FEW = 14  # things, and views of each
_OTHERS = 1500  # pictures of strangers
Kinds = dict[str, list[Floats]]
# views of each thing → a function: looks (N, cuts, 1280) → (which thing (N,), named at all (N,))
Know = Callable[[Floats], tuple[np.ndarray, np.ndarray]]
Learner = Callable[[Sequence[Floats]], Know]


@dataclass
class Tally:
    right: list[float]
    wrong: list[float]
    strangers: list[float]
    shelf: list[float]

    def row(self) -> str:
        shares = (self.right, self.wrong, self.strangers, self.shelf)
        return " | ".join(f"{100 * float(np.mean(share)):.1f} %" for share in shares)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"))
    parser.add_argument("--few", action="store_true", help="only to see that it works")
    options = parser.parse_args()
    options.out.mkdir(exist_ok=True)
    folder = options.data / "vision"
    products, pets, strangers, background = _looked(folder, options.out, options.few)
    print(
        f"{len(products)} products, {len(pets)} kinds of dogs and cats, {len(strangers)} strangers"
    )
    fairly = partial(_prototypes, attrgetter("lowest"))
    learners: dict[str, Learner] = {
        "prototypes": fairly,
        "prototypes, only where sure": partial(_prototypes, attrgetter("sure"), apart=CLOSE),
        "nearest neighbour": partial(_nearest, background),
        "linear head": _linear,
    }
    print(
        "| taught | method | right name | wrong name | strangers named | of the same shelf named |"
    )
    print("|---|---|---|---|---|---|")
    for name, kinds, least in (("products", products, 12), ("dogs and cats by kind", pets, 7)):
        for method, learner in learners.items():
            tally = _measure(kinds, strangers, learner, least)
            print(f"| {name} | {method} | {tally.row()} |", flush=True)
    alone = _measure(products, strangers, learners["prototypes, only where sure"], 12, things=1)
    print(f"One product taught alone, only where sure: {alone.row()}")
    print(_twins(products))
    print("Views taught → right name, strangers named (products):", end=" ")
    for views in (1, 3, 5, 8):
        tally = _measure(products, strangers, fairly, 14, views)
        right, named = 100 * np.mean(tally.right), 100 * np.mean(tally.strangers)
        print(f"{views}: {right:.0f} %, {named:.1f} %;", end=" ", flush=True)
    print()


def _few(rows: list[data.Row], name: Callable[[data.Row], str]) -> list[data.Row]:
    """Rows of the things that have most views."""
    by_name = collections.defaultdict(list)
    for row in rows:
        by_name[name(row)].append(row)
    largest = sorted(by_name.values(), key=len, reverse=True)[:_FEW]
    return [row for kind in largest for row in kind[:_FEW]]


def _product(row: data.Row) -> str:
    return ", ".join(row.tags)


def _kind(row: data.Row) -> str:
    return str(int(row.imagenet[0][0]))


def _looked(folder: Path, out: Path, few: bool) -> tuple[Kinds, Kinds, Floats, Floats]:
    rows = data.rows(folder)
    parts = split.kept(folder, out, rows)
    products = [row for row in rows if row.src == "grocery"]
    pets = [r for r in rows if r.src == "catsdogs" and r.imagenet and r.imagenet[0][1] >= _SURE]
    held = [
        row
        for i, row in enumerate(rows)
        if parts[i] != split.LEARN and row.src not in own_things.LEFT_OUT
    ]
    held = [held[i] for i in np.random.default_rng(2).permutation(len(held))]
    single = [row for row in held if row.src in own_things.SINGLE][: _OTHERS // 2]
    held = single + [row for row in held if row.src not in own_things.SINGLE][: _OTHERS // 2]
    learn = own_things.chosen(rows, np.flatnonzero(parts == split.LEARN).tolist())
    learn = learn[:: len(learn) // own_things.BACKGROUND]
    background = [rows[i] for i in learn]
    if few:
        products, pets = _few(products, _product), _few(pets, _kind)
        held, background = held[:STRANGERS], background[:STRANGERS]
    network = OnnxBackbone(models.folder("compact"))
    found = own_things.numbers(folder, [*products, *pets, *held, *background], network)
    kinds: tuple[Kinds, Kinds] = collections.defaultdict(list), collections.defaultdict(list)
    for row in products:
        kinds[0][_product(row)].append(found[row.id])
    for row in pets:
        kinds[1][_kind(row)].append(found[row.id])
    strangers, others = (np.stack([found[r.id] for r in some]) for some in (held, background))
    return *kinds, strangers, others


def _measure(
    kinds: Kinds,
    strangers: Floats,
    learner: Learner,
    least: int,
    views: int = VIEWS,
    things: int = THINGS,
) -> Tally:
    rng, tally = np.random.default_rng(0), Tally([], [], [], [])
    names = [name for name, looks in kinds.items() if len(looks) >= least]
    for _ in range(USERS):
        mine = rng.choice(names, min(things, len(names)), replace=False)
        taught, shown, truth = [], [], []
        for number, name in enumerate(mine):
            order = rng.permutation(len(kinds[name]))
            taught.append(np.stack([kinds[name][i] for i in order[:views]]))
            rest = [kinds[name][i] for i in order[views : views + SHOWN]]
            shown += rest
            truth += [number] * len(rest)
        others = [look for name in kinds if name not in set(mine) for look in kinds[name]]
        know = learner(taught)
        said, named = know(np.stack(shown))
        right = said == np.array(truth)
        tally.right.append((right & named).mean())
        tally.wrong.append((~right & named).mean())
        some = rng.choice(len(strangers), STRANGERS, replace=False)
        tally.strangers.append(know(strangers[some])[1].mean())
        some = rng.choice(len(others), min(STRANGERS, len(others)), replace=False)
        tally.shelf.append(know(np.stack([others[i] for i in some]))[1].mean())
    return tally


def _prototypes(
    level: Callable[[Prototype], float], taught: Sequence[Floats], apart: float = 0.0
) -> Know:
    space = shipped()
    known = [prototype(space, views) for views in taught]
    directions = np.stack([one.direction for one in known])
    least = np.array([level(one) for one in known])

    def know(looks: Floats) -> tuple[np.ndarray, np.ndarray]:
        scores = unit(space.place(looks).mean(1)) @ directions.T
        others = np.sort(scores, 1)[:, -2:-1] if len(known) > 1 else np.full((len(scores), 1), -1.0)
        return _first(scores, (scores >= least) & (scores >= others + apart))

    return know


def _nearest(background: Floats, taught: Sequence[Floats]) -> Know:
    views = [unit(one.mean(1)) for one in taught]
    others = unit(background.mean(1))
    least = np.array([thresholds((others @ one.T).max(1), _left_out(one))[0] for one in views])

    def know(looks: Floats) -> tuple[np.ndarray, np.ndarray]:
        seen = unit(looks.mean(1))
        scores = np.stack([(seen @ one.T).max(1) for one in views], 1)
        return _first(scores, scores >= least)

    return know


def _left_out(views: Floats) -> float:
    """What a view reaches with its nearest other one, on average."""
    cosines = views @ views.T - 2 * np.eye(len(views))
    return float(cosines.max(1).mean())


def _linear(taught: Sequence[Floats]) -> Know:
    space = shipped()
    placed = [unit(space.place(views).mean(1)) for views in taught]
    x = np.concatenate([*placed, space.background])
    of = np.repeat(np.arange(len(placed)), [len(one) for one in placed])  # each view's thing
    truth = np.zeros((len(x), len(placed)))
    truth[np.arange(len(of)), of] = 1.0
    # Views weigh as much as the whole background.
    weight = np.where(np.arange(len(x)) < len(of), len(space.background) / len(of), 1.0)[:, None]
    gram = (x * weight).T @ x + 0.05 * len(x) * np.eye(x.shape[1]) / x.shape[1]
    head = np.linalg.solve(gram, (x * weight).T @ truth)
    # What each would reach had it been left out: ridge regression tells it without doing so.
    own = np.einsum("nd,dn->n", x * weight, np.linalg.solve(gram, x.T))[:, None]
    reached = truth - (truth - x @ head) / (1 - own)
    mine, others = reached[: len(of)], reached[len(of) :]
    owns = [float(mine[of == thing, thing].mean()) for thing in range(len(placed))]
    least = np.array([thresholds(*each)[0] for each in zip(others.T, owns, strict=True)])

    def know(looks: Floats) -> tuple[np.ndarray, np.ndarray]:
        said = unit(space.place(looks).mean(1)) @ head
        return _first(said, said >= least)

    return know


def _first(scores: Floats, enough: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best of those that are enough."""
    best = np.where(enough, scores, -9).argmax(1)
    return best, enough.any(1)


def _twins(kinds: Kinds) -> str:
    """How often one thing under two names is noticed, and two things are taken for one."""
    space, rng = shipped(), np.random.default_rng(4)
    names = [name for name, looks in kinds.items() if len(looks) >= 2 * VIEWS]
    known = []
    for name in names:
        order = rng.permutation(len(kinds[name]))
        known.append([
            prototype(space, np.stack([kinds[name][i] for i in order[start : start + VIEWS]]))
            for start in (0, VIEWS)
        ])  # fmt: skip
    same = np.mean([alike(one, other) >= ALIKE for one, other in known])
    pairs = [(a, b) for a in range(len(known)) for b in range(a)]
    other = np.mean([alike(known[a][0], known[b][1]) >= ALIKE for a, b in pairs])
    return (
        f"One product taught twice is noticed {100 * same:.0f} %; two products are taken for one "
        f"{100 * other:.1f} % ({len(names)} products)."
    )


if __name__ == "__main__":
    main()
