"""How soon is it heard, and how soon is it silent? ``python -m tests.benchmarks.bench_speech``.

A sound server of its own records what is really played, so pulseaudio is needed. Times include
the recording's own delay of some 5 ms.
"""

import json
import math
import statistics
import subprocess
import sys
from pathlib import Path

from tests.qt.pulse import MISSING, NullSink

_ROOT = Path(__file__).parents[2]
_LOUD = 30  # of 32,768


def measure() -> dict[str, float]:
    """Milliseconds, medians of ten sentences with a warm voice; empty without pulseaudio.

    ``first_sample_ms``: from ``say()`` to the first sample handed to the device;
    ``first_heard_ms``: to the first sample that the loudspeaker plays; ``stop_ms``: from
    ``stop()`` to the last sample that it plays, ``stop_worst_ms`` the longest of the ten.
    """
    if MISSING:
        return {}
    with NullSink() as sink:
        out = subprocess.check_output(
            [sys.executable, str(_ROOT / "tests" / "qt" / "speaker_run.py"), "many"],
            env=sink.environment | {"PYTHONPATH": str(_ROOT)},
            text=True,
        )
    run = json.loads(out)
    loud = [at for at, level in run["heard"] if level > _LOUD]
    said, sounding, stopped = (_times(run, name) for name in ("say", "sounding", "stop"))
    until = [*said[1:], math.inf]
    stops = [max(0.0, _last(loud, end) - stop) for stop, end in zip(stopped, until, strict=True)]
    firsts = [min(at for at in loud if at > start) - start for start in said]
    return {
        "first_sample_ms": 1000
        * statistics.median(b - a for a, b in zip(said, sounding, strict=True)),
        "first_heard_ms": 1000 * statistics.median(firsts),
        "stop_ms": 1000 * statistics.median(stops),
        "stop_worst_ms": 1000 * max(stops),
    }


def _times(run: dict, name: str) -> list[float]:
    return [at for what, at in run["events"] if what == name]


def _last(times: list[float], end: float) -> float:
    return max(at for at in times if at < end)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.1f}")
