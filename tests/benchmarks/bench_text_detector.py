"""What does the detector of text cost, beside the one of which it is made, and the look before it?

``python -m tests.benchmarks.bench_text_detector``: a process for each, and for each size
at which pictures are looked at, with noise; the processor time of all threads, and the highest
memory.
"""

import subprocess
import sys
from pathlib import Path

from assistant.bundled import DETECTOR, PRESENCE
from assistant.reading.networks import of_the_wheel

_SIZES = ((576, 768), (704, 960), (1184, 1600))  # height, width
_RUN = """
import resource, sys, time
from pathlib import Path
import numpy as np
from assistant.sessions import OnnxNetwork
network, rng = OnnxNetwork(Path(sys.argv[1]), large=True), np.random.default_rng(0)
size = tuple(map(int, sys.argv[2:]))
pictures = network.inputs["x"][-1] == 4  # it takes bytes
noise = rng.random((1, 3, *size), np.float32)
given = {"x": rng.integers(0, 256, (1, *size, 4), np.uint8) if pictures else noise}
network(given)
start = time.process_time()
for _ in range(3):
    network(given)
seconds = (time.process_time() - start) / 3
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{seconds:.2f} s, {peak:.0f} MB")
"""


def main() -> None:
    """Print the table."""
    print("| network |", *(f"{width} × {height} |" for height, width in _SIZES))
    print("|" + " --- |" * (1 + len(_SIZES)))
    found: dict[str, Path] = {"ours": DETECTOR, "the wheel's": of_the_wheel("PP-OCRv6_det_small")}
    found["whether there is any text"] = PRESENCE
    for name, path in found.items():
        row = [_run(str(path), *map(str, size)) for size in _SIZES]
        print(f"| {name} |", *(f"{cell} |" for cell in row))


def _run(*arguments: str) -> str:
    return subprocess.check_output([sys.executable, "-c", _RUN, *arguments], text=True).strip()


if __name__ == "__main__":
    main()
