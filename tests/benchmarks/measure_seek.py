"""How well seeking leads to a thing: ``python -m tests.benchmarks.measure_seek [--runs N]``.

A photograph of the thing hangs in a large scene (samples, 3,000 pixels wide), and a camera of
640 × 360 pixels is moved over it in simulated time, eight looks a second. A scripted user hears the
tone and the words half a second late, and moves towards the tone at 400 pixels a second, slower
when it is near the middle; while there is no tone, the camera goes on the way it went, and turns
back at the end of the scene. A run ends with "found", or after 20 seconds.

Printed: the share of runs that end with the thing in the middle (its true middle no further from
the picture's than a fifth of the picture), the time against a straight line at the same speed once
it was in view, how often "found" was told of scenes without it, and looks a second (processor time
of this process, so that other work does not count).
"""

import argparse
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from assistant.seek import looker
from assistant.seek.guide import Guide
from assistant.seek.looker import Seeker
from assistant.seek.targets import SeekTarget
from assistant.teach import lesson
from assistant.teach.recogniser import ThingRecogniser
from assistant.teach.store import ThingStore
from tests.aiming.camera import SAMPLES, SIZE, View, frames, photograph
from tests.teach.things import frame, views

_RATE, _LATE, _LONGEST = 8, 0.5, 20.0  # looks a second; seconds
_SPEED = 400.0  # pixels of the scene a second
_WIDE = 3000
_SCENES = ("windmill.jpg", "dandelions.jpg", "beach.jpg")  # none of the things is in them
_THINGS = (("dog", "dog.jpg"), ("person", "astronaut.jpg"), ("cup", "coffee.jpg"),
           ("cat", "cat.jpg"))  # fmt: skip
_OWN = ("parrot", "football", "pancakes")


@dataclass(frozen=True)
class Run:
    found: bool  # that it was told
    right: bool  # and true
    seconds: float  # since it was in view
    straight: float  # seconds that the straight way would have taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=8, help="of each thing")
    runs = parser.parse_args().runs
    print("| sought | ends in the middle | median time | straight way | found where it is not |")
    print("|---|---|---|---|---|")
    looks, spent = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, make, picture in [*_known(), *_own(Path(folder))]:
            rng = np.random.default_rng(0)
            there, begin = [], time.process_time()
            for number in range(runs):
                scene, middle = _scene(number, picture, rng)
                run, count = _walk(make(), scene, middle, rng)
                there.append(run)
                looks += count
            false = 0
            for number in range(max(1, runs // 2)):
                scene, _ = _scene(number, None, rng)
                run, count = _walk(make(), scene, None, rng)
                false += run.found
                looks += count
            spent += time.process_time() - begin
            good = [run for run in there if run.right]
            took = f"{np.median([run.seconds for run in good]):.1f} s" if good else "-"
            straight = f"{np.median([run.straight for run in good]):.1f} s" if good else "-"
            elsewhere = sum(run.found and not run.right for run in there)
            wrong = f"{false} of {max(1, runs // 2)}, and elsewhere {elsewhere} of {runs}"
            row = (name, f"{len(good)} of {runs}", took, straight, wrong)
            print(f"| {' | '.join(row)} |", flush=True)
    print(f"{looks / spent:.1f} looks a second of processor time, the camera's picture included.")


def _known():
    for name, file in _THINGS:
        yield name, lambda name=name: looker.begin(name), Image.open(SAMPLES / file).convert("RGB")


def _own(folder: Path):
    store = ThingStore(folder)
    recogniser = ThingRecogniser(store)
    for name in _OWN:
        seen = [lesson.view(recogniser, frame(view)) for view in views(name, 5)]
        lesson.teach(store, recogniser, name.capitalize(), seen)
    recogniser = ThingRecogniser(store)
    for name in _OWN:
        thing = store.one(name)
        target = SeekTarget(thing.name, thing=thing)
        yield (
            f"{name}, taught",
            lambda target=target: Seeker(target, None, recogniser),
            views(name, 1, seed=99)[0],
        )


def _scene(number: int, picture: Image.Image | None, rng: np.random.Generator):
    """A scene with the picture in it, and the middle of that."""
    scene = Image.fromarray(photograph(_SCENES[number % len(_SCENES)], _WIDE))
    side = int(rng.integers(170, 300))
    x, y = int(rng.integers(500, _WIDE - 500)), int(rng.integers(400, scene.height - 400))
    if picture is not None:
        square = picture.resize((side, round(side * picture.height / picture.width)))
        scene.paste(square, (x - square.width // 2, y - square.height // 2))
    return np.asarray(scene), (x, y)


def _walk(look: Seeker, scene: np.ndarray, middle, rng: np.random.Generator) -> tuple[Run, int]:
    """One run. It begins to the side of the thing, so that panning brings it into view."""
    x, y = middle or (_WIDE // 2, scene.shape[0] // 2)
    side = 1 if x < _WIDE / 2 else -1
    place = [np.array([x + side * rng.uniform(500, 900), y + rng.uniform(-150, 150)])]
    going = np.array([-side * 1.0, 0.0])
    guide, heard = Guide("it"), deque()
    seen_at, start, count = None, place[0], 0
    for each in frames(scene, lambda _: View(*map(float, place[0])), _LONGEST, _RATE):
        at = place[0]
        now = each.time - 100
        count += 1
        off = np.array([x, y]) - at
        inside = abs(off[0]) < SIZE[0] / 2 and abs(off[1]) < SIZE[1] / 2
        if middle and inside and seen_at is None:
            seen_at, start = now, off
        seen = look(each)
        sure = seen is not None and seen.sureness is not None
        cue = guide.update(now, seen.box if seen else None, sure)
        if cue.event == "found":
            true = bool(middle) and abs(off[0]) < SIZE[0] / 5 and abs(off[1]) < SIZE[1] / 5
            way = float(np.hypot(*start)) / _SPEED
            return Run(True, true, now - (seen_at or 0.0), way), count
        heard.append((now + _LATE, guide.box if cue.tone else None))
        box = None
        while heard and heard[0][0] <= now:
            box = heard.popleft()[1]
        if box is not None:
            away = np.array([(box[0] + box[2] / 2 - 0.5), (box[1] + box[3] / 2 - 0.5)])
            step = away * np.array(SIZE)
            going = step / max(1.0, float(np.hypot(*step)))
            # Slower when it is near: the hand waits for the tone.
            speed = min(_SPEED, float(np.hypot(*step)) * 0.9)
        else:
            speed = _SPEED * 0.6
            if not 320 < at[0] < _WIDE - 320:
                going = np.array([1.0 if at[0] <= 320 else -1.0, 0.0])
        place[0] = at + going * speed / _RATE
    return Run(False, False, _LONGEST, 0.0), count


if __name__ == "__main__":
    main()
