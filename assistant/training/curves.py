"""Draw the log of a run: ``python -m assistant.training.curves .train/log.csv curves.png``."""

import argparse
import csv
from pathlib import Path

NOT_DRAWN = ("step", "seconds", "progress")


def main() -> None:
    """One small picture a column, over the running time in minutes."""
    from matplotlib.figure import Figure

    parser = argparse.ArgumentParser(prog="assistant.training.curves", description=__doc__)
    parser.add_argument("log", type=Path, help="log.csv or validation.csv")
    parser.add_argument("picture", type=Path, help="a PNG file to write")
    options = parser.parse_args()
    with options.log.open(encoding="utf-8") as file:
        lines = [
            {name: float(value) for name, value in row.items()} for row in csv.DictReader(file)
        ]
    if not lines:
        parser.error(f"{options.log} has no line yet; it gets one every fifty steps.")
    minutes = [line["seconds"] / 60 for line in lines]
    columns = [name for name in lines[0] if name not in NOT_DRAWN]
    figure = Figure(figsize=(3.2 * len(columns), 2.6), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(columns)), columns, strict=True):
        axes.plot(minutes, [line[name] for line in lines])
        axes.set(title=name, xlabel="minutes")
    figure.savefig(options.picture)


if __name__ == "__main__":
    main()
