"""How well the check of engines' answers notices what is invented.

``python -m tests.benchmarks.measure_check --data FOLDER [--pictures 500] [--sweep]``

FOLDER has pictures with captions, as ``assistant.training.holdout --sources flickr`` writes it. Of
each picture one caption is taken, and in it one noun is exchanged for one out of another picture's
caption that no caption of this picture supports: what an engine might invent. Printed is the share
of exchanged nouns that are noticed, and of true ones that are doubted, among those that the
networks have a word for; and the share of nouns for which they have none. ``--sweep`` prints all of
it for other multiples of the root of the usual score. None is placed by part B of the split, which
is only measured; from part A the network that comes with Glimpse has learnt, so that it looks
better there than it is.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant import models, sources
from assistant.engines import check
from assistant.engines.check import Check
from assistant.engines.claims import Claim, ClaimKind, found
from assistant.engines.verdicts import Verdict
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.description import describe
from assistant.pipeline.evidence import Explanation
from assistant.training.judging import annotations
from assistant.training.judging.annotations import Annotation

_SWEEP = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8)


def things(caption: str, kind: ClaimKind = ClaimKind.THING) -> list[Claim]:
    return [claim for claim in found(caption) if claim.kind is kind and not claim.denied]


def explained(folder: Path, rows: Sequence[Annotation]) -> Iterator[tuple[Annotation, Explanation]]:
    """What the picture network sees in each; sentences are not needed."""
    network = CompactCNN(models.folder("compact"))
    for row in rows:
        features = network(sources.image(folder / row.file))
        yield (
            row,
            Explanation(
                {}, describe(features), known=network.known, scores=features.scores
            ),
        )  # fmt: skip


def strangers(
    row: Annotation, pool: Sequence[Claim], look: Check, rng: random.Random
) -> Claim | None:
    """A noun that the networks know and no caption of the picture supports."""
    true = {look.labels(claim) for text in row.captions for claim in things(text)}
    there = frozenset(label for labels in true for label in labels)
    for _ in range(50):
        claim = rng.choice(pool)
        if look.labels(claim) and there.isdisjoint(look.labels(claim)):
            return claim
    return None


def measure(seen: Sequence[tuple[Annotation, Explanation]], seed: int = 1) -> dict[str, float]:
    rng = random.Random(seed)
    pool = [claim for row, _ in seen for text in row.captions for claim in things(text)]
    count = dict.fromkeys(("noticed", "exchanged", "doubted", "true", "open", "nouns", "acts"), 0)
    count["acts doubted"] = 0
    for row, explanation in seen:
        look = Check(explanation)
        caption = rng.choice(row.captions)
        for claim in things(caption):
            verdict = look.claim(claim).verdict
            count["nouns"] += 1
            count["open"] += verdict is Verdict.OPEN
            count["true"] += verdict is not Verdict.OPEN
            count["doubted"] += verdict in (Verdict.UNSEEN, Verdict.CONTRADICTED)
        for claim in things(caption, ClaimKind.ACTION):
            verdict = look.claim(claim).verdict
            count["acts"] += verdict is not Verdict.OPEN
            count["acts doubted"] += verdict is Verdict.UNSEEN
        stranger = strangers(row, pool, look, rng)
        if stranger and things(caption):
            count["exchanged"] += 1
            count["noticed"] += look.claim(stranger).verdict is not Verdict.CONFIRMED
    return {
        "exchanged nouns noticed": count["noticed"] / max(1, count["exchanged"]),
        "true nouns doubted": count["doubted"] / max(1, count["true"]),
        "nouns without a word of the networks": count["open"] / max(1, count["nouns"]),
        "true actions doubted": count["acts doubted"] / max(1, count["acts"]),
        "exchanged": count["exchanged"],
        "true": count["true"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=500)
    parser.add_argument("--sweep", action="store_true")
    options = parser.parse_args()
    rows = [row for row in annotations.read(options.data)[0] if row.captions]
    rows = random.Random(0).sample(rows, min(options.pictures, len(rows)))
    seen = list(explained(options.data, rows))
    for least in _SWEEP if options.sweep else (check.USUAL,):
        check.USUAL = least
        shares = measure(seen)
        told = ", ".join(
            f"{name} {value:.0f}" if value > 1 else f"{name} {100 * value:.1f} %"
            for name, value in shares.items()
        )
        print(f"{len(seen)} pictures, from {least} times the root of the usual score: {told}")


if __name__ == "__main__":
    main()
