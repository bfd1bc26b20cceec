"""Colours, patterns, light and codes on photographs; and whether balancing the light helps.

``python -m tests.benchmarks.measure_colours --data DIR [--most N]``; without ``--data`` only the
last of these. Fruit and vegetables have known colours: what is said of the middle of their pictures
is compared. No photograph is taken for a cloth or a code: each pattern and code that is found is
listed, to be looked at.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import codes, colours, light
from assistant.senses.colour_names import lab
from tests.benchmarks.truth import colours as truth
from tests.benchmarks.truth import photographs

_FRUIT = {
    "yellow": ("banana", "lemon", "yellow bell pepper"),
    "orange": ("orange", "satsumas", "carrots", "carrot", "orange bell pepper"),
    "green": ("lime", "granny smith", "green bell pepper", "broccoli", "spinach"),
    "red": ("red bell pepper", "vine tomato", "regular tomato", "beef tomato", "red delicious"),
}
_PRIVATE = ("mvsa", "peds")


def _gains(means: np.ndarray, most: float) -> np.ndarray:
    return np.clip(means.mean() / np.maximum(means, 1e-3), 1 / most, most)


def grey_world(picture: Pixels, most: float) -> Pixels:
    """Buchsbaum 1980: the mean of a scene is grey."""
    return _times(picture, _gains(picture.reshape(-1, 3).mean(axis=0), most))


def shades_of_grey(picture: Pixels, most: float) -> Pixels:
    """Finlayson and Trezzi 2004: its Minkowski mean of order 6 is."""
    powers = (picture.reshape(-1, 3) / 255.0) ** 6
    return _times(picture, _gains(powers.mean(axis=0) ** (1 / 6), most))


def lightest_greys(picture: Pixels, most: float) -> Pixels:
    """What is nearly grey and light is grey."""
    values = lab(picture)
    chosen = np.hypot(values[:, 1], values[:, 2]) < 25
    chosen &= values[:, 0] > np.percentile(values[:, 0], 60)
    if chosen.mean() < 0.05:
        return picture
    return _times(picture, _gains(picture.reshape(-1, 3)[chosen].mean(axis=0), most))


def _times(picture: Pixels, gains: np.ndarray) -> Pixels:
    return np.clip(picture * gains, 0, 255).astype(np.uint8)


BALANCES: Mapping[str, Callable[[Pixels], Pixels]] = {
    "as it is": lambda p: p,
    "grey world, 10 %": lambda p: grey_world(p, 1.1),
    "grey world, 20 %": lambda p: grey_world(p, 1.2),
    "shades of grey, 10 %": lambda p: shades_of_grey(p, 1.1),
    "lightest greys, 15 %": lambda p: lightest_greys(p, 1.15),
}


def balancing() -> Iterator[str]:
    """Share of right names of the patches for each balance, with and without more exposure."""
    for name, change in BALANCES.items():
        for exposed in (False, True):
            right: dict[str, list[bool]] = defaultdict(list)
            for kind in truth.LIGHTS:
                for background in truth.BACKGROUNDS:
                    rng = np.random.default_rng(5)
                    for patch, colour in truth.patches():
                        picture = change(truth.scene(colour, background, kind, rng))
                        middle = picture[60:120, 107:213]
                        word = truth.said(picture) if exposed else colours.of(middle)[0][0]
                        right[kind].append(truth.is_right(patch, word))
            shares = ", ".join(f"{kind} {np.mean(r):.1%}" for kind, r in right.items())
            total = np.mean([r for each in right.values() for r in each])
            yield f"{name}{', exposed' if exposed else ''}: {total:.1%} ({shares})"


def fruit(data: Path) -> Iterator[str]:
    """How often the middle's first colour, and one of its colours, is the fruit's."""
    colour_of = {tag: colour for colour, tags in _FRUIT.items() for tag in tags}
    labels = [
        label
        for label in photographs.listed(data)
        if label["src"] in ("grocery", "fruitveg") and colour_of.keys() & set(label["tags"])
    ]
    first, named, seen = Counter[str](), Counter[str](), Counter[str]()
    for label, pixels in photographs.opened(data, labels):
        colour = next(colour_of[tag] for tag in label["tags"] if tag in colour_of)
        families = [o.label.split()[-1] for o in colours.see(Frame(pixels)) if o.box]
        seen[colour] += 1
        first[colour] += families[0] == colour
        named[colour] += colour in families
    for colour, count in seen.items():
        yield f"{colour}: {count} pictures, first {first[colour]}, named {named[colour]}"


def alarms(data: Path, most: int) -> Iterator[str]:
    """Every pattern and code found in photographs, and how the light is spread."""
    labels = photographs.sample(photographs.listed(data), most)
    patterns, found, levels, shades = Counter[str](), 0, [], Counter[str]()
    for label, pixels in photographs.opened(data, labels):
        frame, name = Frame(pixels), f"{label['src']} {label['id']}"
        look = colours.pattern(
            pixels[frame.height // 4 : -frame.height // 4, frame.width // 4 : -frame.width // 4]
        )
        patterns[look or "none"] += 1
        if look in ("striped", "checked") and label["src"] not in _PRIVATE:
            yield f"{look}: {name}"
        for o in codes.see(frame):
            found += 1
            if label["src"] not in _PRIVATE:
                yield f"{o.label} “{o.content}”: {name}"
        levels.append(light.level(frame))
        shades.update([o.label for o in light.see(frame)] or ["usual"])
    yield f"{len(levels)} photographs; patterns {dict(patterns)}; codes {found}"
    yield f"light {dict(shades)}, percentiles 1, 5, 50, 95, 99: " + ", ".join(
        f"{p:.2f}" for p in np.percentile(levels, (1, 5, 50, 95, 99))
    )


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.measure_colours")
    parser.add_argument("--data", type=Path, help="folder of the training photographs")
    parser.add_argument("--most", type=int, default=2000, help="photographs for false alarms")
    asked = parser.parse_args()
    if asked.data:
        for line in (*fruit(asked.data), *alarms(asked.data, asked.most)):
            print(line, flush=True)
    for line in balancing():
        print(line, flush=True)


if __name__ == "__main__":
    main()
