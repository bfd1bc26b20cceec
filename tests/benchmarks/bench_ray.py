"""What does Ray cost, and a machine that dies? ``python -m tests.benchmarks.bench_ray FOLDER``.

Indexes the folder's pictures with an index of its own each time: by the local engine, by Ray on
this computer alone, and by a cluster of two machines with a core each, both of them here, the
second of which is killed when half of the glances are done. Prints a table: memory is that of all
processes, without the leading one where there are machines; the last column says whether the index
is, field by field, the local one.

``--lead NUMBER`` measures something else, the leading process alone: how many results a second it
can take and write into the index, where looking at a picture takes no time; and how fast ``glimpse
annotate`` lists pictures, and in how much memory.
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
import tracemalloc
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

import psutil

from assistant import library
from assistant.search import database
from assistant.search.observing import Observed, ObservingTask
from assistant.search.record import Record, Sighting
from assistant.search.store import IndexStamp, IndexStore
from assistant.sources import folder as folders
from assistant.work.ray_cluster import Cluster as Connection
from assistant.work.rounds import Rounds
from tests.benchmarks.__main__ import _machine
from tests.work.made import Cluster, Machine, contents, in_session, started

_CORES = 2
_Rounds = Rounds[ObservingTask, tuple[Observed, str]]


def speed(pictures: Path) -> None:
    """Print the table."""
    print(f"Measured on: {_machine()}.\n")
    print("| run | seconds | before the first result | glances/s | close looks/s | MB | index |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    workers = ("--workers", str(_CORES))
    ours = _row("local, 2 workers", pictures, workers)
    _row("Ray here, 2 workers", pictures, (*workers, "--engine", "ray"), ours)
    cluster = Cluster()
    os.environ.update(cluster.environment)
    try:
        there = ("--engine", "ray", "--address", cluster.address)
        cluster.add()
        _row("Ray, two machines of one core", pictures, there, ours, cluster)
        _row("… one of them killed halfway", pictures, there, ours, cluster, kill=True)
    finally:
        cluster.end()


def _row(
    title: str,
    pictures: Path,
    options: tuple[str, ...],
    ours: object = None,
    cluster: Cluster | None = None,
    kill: bool = False,
) -> object:
    """Index the folder and print how long that took; returns what the index has then."""
    half = len(list(pictures.iterdir())) // 2
    times: dict[str, list[float]] = {}
    memory = lines = 0
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_DATA_HOME"] = place
        start = time.perf_counter()
        with started("index", pictures, "--json", *options) as running:
            assert running.stdout is not None
            for line in running.stdout:
                done = times.setdefault(json.loads(line)["what"], [])
                done.append(time.perf_counter() - start)
                lines += 1
                if lines % half == half - 1:
                    used = [running] if cluster is None else cluster.machines
                    memory = max(memory, sum(map(_memory, used)))
                if kill and cluster and lines == half:
                    cluster.machines[-1].kill()
        seconds = time.perf_counter() - start
        found = contents()
    rates = [f"{_rate(times.get(what, [])):.1f}" for what in ("added", "read")]
    same = "" if ours is None else "the same" if found == ours else "**another**"
    first = min(map(min, times.values()))
    figures = f"{seconds:.0f} | {first:.0f} | {' | '.join(rates)} | {memory}"
    print(f"| {title} | {figures} | {same} |", flush=True)
    return found


def _memory(one: "Machine | subprocess.Popen[str]") -> int:
    """Of all processes of a session, in megabytes; shared pages are counted once (PSS)."""
    found = one.processes() if isinstance(one, Machine) else in_session(one.pid)
    total = 0
    for process in found:
        with suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss
    return round(total / 1e6)


def _rate(times: list[float]) -> float:
    return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0


def lead(number: int) -> None:
    """Print what the leading process can take, and what time and memory it needs."""
    from tests.benchmarks import bench_ray  # machines know it by this name, not as __main__

    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_DATA_HOME"] = place
        connection = Connection("", _CORES, _CORES)
        try:
            answers = partial(bench_ray.answered, record=_record())
            rounds: _Rounds = Rounds(connection, answers, 16)
            start, cpu = time.perf_counter(), time.process_time()
            _put_all(rounds, number)
            seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        finally:
            connection.close()
        size = sum(file.stat().st_size for file in database.place().parent.glob("index*"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"Measured on: {_machine()}.\n")
    _list(number)
    print(f"{number} results: {number / seconds:.0f} a second; for each, this process needed")
    print(
        f"{1000 * cpu / number:.2f} ms of a core; {memory:.0f} MB; {size / number:.0f} bytes each"
    )


def _list(number: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        for n in range(number):
            path = Path(place, f"folder {n // 500}", f"IMG_{n:07}.jpg")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"\xff\xd8\xff")
        tracemalloc.start()
        found = library.find([place])
        used = tracemalloc.get_traced_memory()[0] / len(found)
        tracemalloc.stop()
        start = time.perf_counter()
        found = library.find([place])
        rate = len(found) / (time.perf_counter() - start)
    print(f"{len(found)} pictures listed: {rate:.0f} a second, {used:.0f} bytes each")


def _put_all(rounds: _Rounds, number: int) -> None:
    jobs = (ObservingTask(Path(f"/made/folder {n // 500}/IMG_{n:07}.jpg")) for n in range(number))
    committed = time.monotonic()
    with database.writing() as opened:
        store = IndexStore(opened)
        version = store.version("made up")
        for job in jobs:
            while not rounds.free:
                committed = _put(store, version, rounds, committed)
            rounds.begin(job)
        while rounds.busy:
            committed = _put(store, version, rounds, committed)
        opened.commit()


def _put(store: IndexStore, version: int, rounds: _Rounds, committed: float) -> float:
    for job, (looked, _) in rounds.results():
        store.put(job.path, Path("/made"), IndexStamp(1, 1), looked.record, version)
    if time.monotonic() - committed > 1:
        store.database.commit()
        return time.monotonic()
    return committed


def answered(jobs: list[ObservingTask], record: Record) -> list[tuple[Observed, str]]:
    """The same answer for each: what a machine tells where it takes no time to look."""
    return [(Observed(record, frozenset()), "") for _ in jobs]


def _record() -> Record:
    """As large as one of a photograph in which several things were found."""
    things = ("person", "dog", "ball", "grass", "animal", "brown", "green", "bright")
    seen = tuple(Sighting(thing, "object", 1, 0.5, 1, 16) for thing in things)
    brief = "A person with a dog and a ball."
    whole = f"{brief} The dog is on the left. The main colours are green and brown. It is bright."
    return Record(
        bytes(32), "2022-07-14 10:00", True, 4000, 3000, brief, whole, "", seen, bytes(256), False
    )


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--lead", type=int, metavar="NUMBER")
    chosen = parser.parse_args()
    if chosen.lead:
        lead(chosen.lead)
        return
    if chosen.folder is None:
        parser.error("name a folder, or --lead")
    with tempfile.TemporaryDirectory() as place:
        found = islice(folders.expand([str(chosen.folder)]), chosen.pictures)
        for number, path in enumerate(found):
            Path(place, f"{number:06}{path.suffix}").symlink_to(path.resolve())
        speed(Path(place))


if __name__ == "__main__":
    main()
