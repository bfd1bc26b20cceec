"""Worker processes: what dies, stops or fails costs its own job, and nothing stays behind."""

import os
import platform
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from assistant.errors import AssistantError, Cancelled
from assistant.work import Lost, do, start
from tests.library.made import left_running
from tests.waiting import SECONDS
from tests.work.made import command
from tests.work.toys import Job, Toy

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes")


def told(work, *names, pause=lambda: None):
    """Name of each job → what was told of it."""
    with closing(start(work)) as workers:
        jobs = (Job(work.folder / name) for name in names)
        return {job.path.name: result for job, result in do(workers, jobs, pause)}


def test_what_dies_stops_or_fails_costs_its_own_job(tmp_path):
    names = [f"good {n}" for n in range(8)]
    bad = ("die", "unreadable", "strange")
    found = told(Toy(tmp_path), *names[:4], *bad, *names[4:])
    assert [found[name][0] for name in names] == names
    sentences = {name: found[name].message for name in bad}
    assert sentences == {
        "die": "die is too much for the describing process, which died; I went on without it.",
        "unreadable": "unreadable is no picture.",
        "strange": "strange could not be described; the log says why.",
    }
    assert not any(isinstance(found[name], Lost) for name in bad)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems keep what they like")
def test_a_worker_keeps_the_memory_of_one_picture_for_the_next(tmp_path):
    assert told(Toy(tmp_path), "large")["large"][1] < 1000  # of 12,000 that one takes


def test_what_takes_too_long_is_given_up_and_may_be_tried_another_time(tmp_path):
    found = told(Toy(tmp_path, limit_s=4.0), "slow", "good")
    assert isinstance(found["slow"], Lost)
    assert found["slow"].message == "slow took too long; I went on without it."
    assert found["good"][0] == "good"


def test_workers_that_die_before_they_have_work_are_replaced(tmp_path):
    work = Toy(tmp_path)
    with closing(start(work)) as workers:
        workers.begin(Job(tmp_path / "one"))
        for process in psutil.Process().children():
            if "spawn_main" in command(process):
                process.kill()  # while it starts
        ((job, result),) = do(workers, [])
    assert (job.path.name, result[0]) == ("one", "one")


def test_work_that_cannot_begin_ends_with_its_sentence(tmp_path):
    with pytest.raises(AssistantError, match=r"^The models are missing\.$"):
        told(Toy(tmp_path, fails="The models are missing."), "one")


def test_who_pauses_may_stop_it_and_nothing_is_left(tmp_path):
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        told(Toy(tmp_path), *map(str, range(20)), pause=stop)
    assert not [p for p in psutil.Process().children() if "spawn_main" in command(p)]


_LEADING = """
import sys
from pathlib import Path
from assistant.work import start
from tests.work.toys import Job, Toy
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    workers = start(Toy(folder))
    for name in ("one", "slow"):
        workers.begin(Job(folder / name))
    while not list(workers.results()):
        pass
    print("begun", flush=True)
    while True:
        list(workers.results())
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_the_leading_process(ending, tmp_path):
    script = tmp_path / "leading.py"
    script.write_text(_LEADING)
    top = str(Path(__file__).resolve().parents[2])
    with subprocess.Popen(
        [sys.executable, script, tmp_path], start_new_session=True, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": top},
    ) as running:  # fmt: skip
        assert running.stdout.readline() == b"begun\n"
        running.send_signal(ending)
        running.wait(timeout=SECONDS)
    assert left_running(running.pid) == []
