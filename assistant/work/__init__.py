"""Work on many pictures or films: processes of this computer, or the machines of a Ray cluster.

::

    setup         what every worker needs; which version makes the same of the same picture
    pool          processes on this computer, by Pebble: one that dies takes no other with it
    machines      the same on a Ray cluster, with the same processes on each of its machines
    ray_cluster   a cluster that somebody runs, or a small one on this computer; and its end
    rounds        tasks in, results out, as Ray Data pipelines; what a lost one had is done again
    shared_files  pictures are read by every machine, under the same name
    run_folders   private places on the disk
    far           what runs on the machines: loads the work, and tells why where that fails

Ray is an optional extra and is imported here only, when it is asked for. The leading process alone
writes: to the index, to pictures, to the journal. Workers look and answer. Ray's machines run the
same worker processes as this computer (one for each core that Ray lends), so that a picture that
kills or stops its worker is found out there, in the same words.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

from assistant.errors import AssistantError, SourceError
from assistant.work.setup import GENERATOR, Setup, WorkEngine, cores

__all__ = ["GENERATOR", "Lost", "Setup", "Work", "WorkEngine", "Workers", "cores", "do", "start"]


class FileTask(Protocol):
    """A task about one file; it can be sent to another process."""

    @property
    def path(self) -> Path:
        """The file."""


JobT = TypeVar("JobT", bound=FileTask)
ResultT = TypeVar("ResultT")
_ResultOut = TypeVar("_ResultOut", covariant=True)
_JobIn = TypeVar("_JobIn", bound=FileTask, contravariant=True)


class Lost(SourceError):
    """No result of a job, for want of time or memory: another time, there may be one."""


class Work(Protocol[_JobIn, _ResultOut]):
    """The treatment of each job: plain, frozen data that every process is sent."""

    @property
    def setup(self) -> Setup:
        """The place where it is done, and the models."""

    @property
    def limit_s(self) -> float:
        """Seconds for one job, with the start of a worker; then it is given up."""

    @property
    def block(self) -> int:
        """Jobs that go to another machine together: some seconds' work."""

    def __hash__(self) -> int: ...

    def begin(self) -> Callable[[_JobIn], _ResultOut]:
        """Load what is needed, once in each process, at its first job; returns what does a job.

        Raises:
            AssistantError: nothing can be done; the whole work ends with that sentence.
        """


class Workers(Protocol[JobT, _ResultOut]):
    """Whoever does jobs: :meth:`begin` while :attr:`free`, :meth:`results` otherwise."""

    @property
    def free(self) -> bool:
        """Whether another job can be begun now."""

    @property
    def busy(self) -> bool:
        """Whether there are jobs without a result."""

    def begin(self, job: JobT) -> None:
        """Take a job."""

    def results(self) -> Iterator[tuple[JobT, _ResultOut | AssistantError]]:
        """Wait a moment for what there is to tell: jobs, and what came of each or why nothing did.

        Raises:
            AssistantError: nothing can be done any more.
        """

    def close(self) -> None:
        """End all workers at once."""


def start(work: Work[JobT, ResultT], most: int = 0) -> Workers[JobT, ResultT]:
    """Workers by the engine that is asked for, started as there are jobs; to be closed.

    Args:
        work: what they do.
        most: jobs that there are; 0 where that is not known.

    Raises:
        AssistantError: there is no such engine, or no such cluster.
    """
    if work.setup.engine == WorkEngine.RAY:
        from assistant.work.machines import Machines

        return Machines(work)
    from assistant.work.pool import Pool

    wanted = work.setup.workers or cores()
    return Pool(work, min(wanted, most or wanted))


def _go_on() -> None:
    """Nobody wants to stop it between two steps."""


def do(
    workers: Workers[JobT, ResultT], jobs: Iterable[JobT], pause: Callable[[], None] = _go_on
) -> Iterator[tuple[JobT, ResultT | AssistantError]]:
    """Jobs and what came of each, as they are done.

    Args:
        workers: do them.
        jobs: taken one by one, as there is room.
        pause: called several times a second while work is under way; what it raises ends that.

    Raises:
        AssistantError: nothing can be done any more.
    """
    for job in jobs:
        while not workers.free:
            pause()
            yield from workers.results()
        workers.begin(job)
    while workers.busy:
        pause()
        yield from workers.results()
