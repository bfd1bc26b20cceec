"""Does ``glimpse annotate`` harm a picture when it is killed? And how fast is it?

``python -m tests.benchmarks.bench_annotate --kills 200 [--data FOLDER]`` starts it again and again
and kills it (SIGKILL) at random moments, each time looking at every picture and sidecar. Without
``--data`` it makes its pictures itself. What they show is known to the journal beforehand, so that
nearly all the time is spent on writing, where a kill could do harm.

``python -m tests.benchmarks.bench_annotate --data FOLDER`` describes and writes a copy of that
folder, with one worker and with two, and compares the pixels.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.library.made import left_running, pixels, same_pixels, seed
from tests.sources.made import photo

_COMMAND = [sys.executable, "-c", "import sys; from assistant.cli import main; sys.exit(main())"]
_KINDS = (("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP"), ("tif", "TIFF"), ("bmp", "BMP"))


def _made(folder: Path, number: int) -> None:
    folder.mkdir()
    for n in range(number):
        suffix, kind = _KINDS[n % len(_KINDS)]
        photo(320 + n, 240).save(folder / f"{n}.{suffix}", kind)


def _annotate(folder: Path, *options: str) -> subprocess.Popen:
    command = [*_COMMAND, "annotate", str(folder), "--json", *options]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # workers that were killed while they started complain there
        text=True,
        start_new_session=True,
    )


def _written(folder: Path) -> dict[str, int]:
    """Name of each file that Glimpse wrote → its number on the disk: a new one at each writing.

    What a killed run left half written, under a name of its own, the next run deletes.
    """
    return {
        path.name: path.stat().st_ino
        for path in folder.iterdir()
        if not path.name.startswith(".") and b"glimpse:Wrote" in path.read_bytes()
    }


class _Kills:
    """Runs that are killed, and what they left."""

    def __init__(self, originals: Path, top: Path) -> None:
        self._originals = originals
        self._folder = top / "pictures"
        self._before = {path.name: pixels(path) for path in originals.iterdir()}
        self.killed = self.finished = self.during = 0
        self.faults: list[str] = []

    def one_round(self, most: int) -> None:
        """Kill runs until all is done, or ``most`` were killed; then finish and look closely."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._originals, self._folder)
        written: dict[str, int] = {}
        while self.killed < most and len(written) < len(self._before):
            self._kill()
            written = self._look(written)
        running = _annotate(self._folder)
        running.communicate(timeout=600)
        self.finished += 1
        if running.returncode:
            self.faults.append(f"the last run ended with {running.returncode}")
        written = self._look(written)
        if len(written) != len(self._before):
            self.faults.append(f"{len(written)} of {len(self._before)} written")
        left = [p.name for p in self._folder.iterdir() if p.name.startswith(".")]
        self.faults += [f"left behind: {name}" for name in left]

    def _kill(self) -> None:
        running = _annotate(self._folder)
        assert running.stdout is not None
        if random.random() < 0.9:  # most while it writes, some while it starts
            for line in running.stdout:
                if '"state": "written"' in line:
                    self.during += 1
                    break
            time.sleep(random.uniform(0, 0.1))  # a picture takes 0.03 s
        else:
            time.sleep(random.uniform(0, 1.5))
        if random.random() < 0.5:  # it alone, or with what it started
            os.kill(running.pid, signal.SIGKILL)
        else:
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        self.killed += 1
        self.faults += [f"still running: {command}" for command in left_running(running.pid)]

    def _look(self, before: dict[str, int]) -> dict[str, int]:
        for name, wanted in self._before.items():
            try:
                if not same_pixels(pixels(self._folder / name), wanted):
                    self.faults.append(f"{name} has other pixels")
            except (OSError, ValueError) as error:
                self.faults.append(f"{name} is damaged: {error}")
        now = _written(self._folder)
        for name, number in before.items():
            if now.get(name) != number:
                self.faults.append(f"{name} was written twice")
        return now


def kills(number: int, data: Path | None) -> int:
    """Kill it so many times; returns 1 if anything was harmed, lost or done twice."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        os.environ["XDG_DATA_HOME"] = str(top / "data")
        originals = top / "originals"
        if data is None:
            _made(originals, 40)
        else:
            shutil.copytree(data, originals)
        test = _Kills(originals, top)
        while test.killed < number:
            shutil.rmtree(top / "data", ignore_errors=True)
            seed(*originals.iterdir())
            test.one_round(number)
    print(
        f"Killed {test.killed} times ({test.during} of them while writing), "
        f"{test.finished} rounds of {len(test._before)} pictures finished. "
        f"Damaged, lost, left behind, still running or written twice: {len(test.faults)}."
    )
    for fault in test.faults:
        print(fault)
    return 1 if test.faults else 0


def speed(data: Path) -> None:
    """Describe and write a copy of a folder, with one and with two workers."""
    before = {path.name: pixels(path) for path in data.iterdir()}
    print("| workers | pictures | seconds | a second | same pixels |")
    print("| --- | --- | --- | --- | --- |")
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as name:
            os.environ["XDG_DATA_HOME"] = f"{name}/data"
            folder = Path(name) / "pictures"
            shutil.copytree(data, folder)
            start = time.perf_counter()
            _annotate(folder, "--workers", str(workers)).communicate()
            seconds = time.perf_counter() - start
            same = sum(same_pixels(pixels(folder / n), b) for n, b in before.items())
            rate = len(before) / seconds
            print(f"| {workers} | {len(before)} | {seconds:.0f} | {rate:.2f} | {same} |")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--data", type=Path, help="a folder of pictures, no folders in it")
    arguments = parser.parse_args()
    if arguments.kills:
        return kills(arguments.kills, arguments.data)
    if arguments.data:
        speed(arguments.data)
        return 0
    parser.error("name --kills or --data")


if __name__ == "__main__":
    sys.exit(main())
