"""Tasks to the cluster, results back: in any order, each once.

Tasks are gathered into rounds; each round is a Ray Data pipeline of plain Ray tasks. Not actors:
Ray Data would start its pool of actors, with all the networks, anew for every round, and what an
actor's queue held waits for that actor, even when no machine is left to start it again. Plain tasks
find the worker processes that the ones before have left, and Ray repeats them on another machine
when theirs dies.
"""

import logging
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from assistant.errors import AssistantError
from assistant.work import far
from assistant.work.ray_cluster import Cluster

if TYPE_CHECKING:
    import pyarrow as pa

Task = TypeVar("Task")
Result = TypeVar("Result")
_FIRST = 8  # blocks a worker in the first round; the following ones grow
_ENOUGH_S = 60.0  # until a round takes so long: then it matters little that some wait for its last
_MOST = 50_000  # tasks in one round: what this process has to keep in memory
_LOST = 3  # rounds that bring nothing: then the cluster is given up
_AHEAD = 2  # tasks that may be gathered for each result that comes
_log = logging.getLogger(__name__)


class Rounds(Generic[Task, Result]):
    """Gives tasks to a cluster: :meth:`begin` while it is :attr:`free`, :meth:`results` otherwise.

    Args:
        cluster: where they are done.
        function: from a list of tasks to as many results; importable there by its name.
        block: tasks at most that a worker is given at once; what a lost machine costs.
    """

    def __init__(
        self, cluster: Cluster, function: Callable[[list[Task]], Sequence[Result]], block: int
    ) -> None:
        self._cluster = cluster
        self._function = pickle.dumps(function)
        self._block = block
        self._size = _FIRST * block * cluster.workers
        self._gathered: list[Task] = []
        self._pending: dict[int, Task] = {}
        self._number = 0
        self._running: Iterator[pa.Table] = iter(())
        self._since = 0.0
        self._may_gather = 0
        self._lost = 0
        _quieten()

    @property
    def busy(self) -> bool:
        """Whether there are tasks without a result."""
        return bool(self._gathered or self._pending)

    @property
    def free(self) -> bool:
        """Whether another task can be begun now: not while results may be waiting."""
        room = len(self._gathered) < self._size
        return room and (not self._pending or self._may_gather > 0)

    def begin(self, task: Task) -> None:
        """Take a task for the next round."""
        self._gathered.append(task)
        self._may_gather -= 1

    def results(self) -> Iterator[tuple[Task, Result]]:
        """Wait for what a worker has to tell: tasks and their results.

        Raises:
            AssistantError: the work cannot be done on the cluster; the sentence says why.
        """
        if not self._pending:
            self._start(self._gathered)
            self._gathered = []
        for number, result in self._told():
            if number == far.FAILED:
                raise AssistantError(str(pickle.loads(result)))
            # A machine that was thought to be lost may answer after all.
            if number in self._pending:
                self._lost = 0
                self._may_gather += _AHEAD
                yield self._pending.pop(number), pickle.loads(result)

    def close(self) -> None:
        """Drop what is under way."""
        self._running = iter(())
        self._pending.clear()

    def _start(self, tasks: Sequence[Task]) -> None:
        first, self._number = self._number, self._number + len(tasks)
        self._pending = dict(enumerate(tasks, start=first))
        self._since, self._may_gather = time.monotonic(), 0
        self._running = self._round()

    def _told(self) -> list[tuple[int, bytes]]:
        """Results of the next block; none where the round has ended."""
        import ray

        try:
            table = next(self._running, None)
        except ray.exceptions.RayError as error:
            self._once_more(error)
            return []
        if table is None:
            self._end_round()
            return []
        return list(zip(table["number"].to_pylist(), table["result"].to_pylist(), strict=True))

    def _end_round(self) -> None:
        if self._pending:
            self._once_more(None)
        elif time.monotonic() - self._since < _ENOUGH_S:
            self._size = min(2 * self._size, _MOST)

    def _once_more(self, error: Exception | None) -> None:
        """Ray repeats what is lost; this is for what it gave up all the same."""
        self._lost += 1
        # Only its kind: its text names what else runs on that machine.
        _log.warning("%d tasks are begun again: %s", len(self._pending), type(error).__name__)
        if self._lost >= _LOST:
            raise AssistantError(_given_up(error)) from error
        self._running = self._round()

    def _round(self) -> "Iterator[pa.Table]":
        """The pending tasks through Ray Data; what goes wrong is raised when results are asked for.

        A generator, so that nothing is begun before that.
        """
        import ray
        from ray.data import TaskPoolStrategy

        items = [{"number": n, "task": pickle.dumps(task)} for n, task in self._pending.items()]
        # Small rounds are shared out evenly, too.
        blocks = max(-(-len(items) // self._block), min(len(items), 4 * self._cluster.workers))
        data = ray.data.from_items(items, override_num_blocks=blocks).map_batches(
            far.work,
            fn_kwargs={"function": self._function},
            batch_size=None,  # a block at a time
            batch_format="pyarrow",
            compute=TaskPoolStrategy(size=self._cluster.most),
            num_cpus=1,
        )
        yield from data.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0)


def _given_up(error: Exception | None) -> str:
    from ray.exceptions import OutOfMemoryError

    if isinstance(error, OutOfMemoryError):
        return (
            "The cluster has too little memory for so many workers. Choose fewer with --workers; "
            "what is done is kept."
        )
    return (
        "The cluster fails again and again. What is done is kept: when it is well, the same "
        "command goes on from here."
    )


def _quieten() -> None:
    """Let Ray Data keep its progress and its reports to itself, and send our code along."""
    import ray
    from ray.data import DataContext

    context: Any = DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    ray.cloudpickle.register_pickle_by_value(far)
