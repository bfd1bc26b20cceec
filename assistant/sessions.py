"""Networks run by onnxruntime, all in one way: the only place where it is imported."""

import ctypes
import logging
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt
    from onnxruntime import InferenceSession, RunOptions

_MOST_THREADS = 4  # more gain nothing for networks of this size
_SPARE = 1 << 20  # bytes; what is left of a piece of memory from which it is divided
_TRIM, _MMAP, _HEAPS = -1, -3, -8  # mallopt(3): M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX
_KEPT = 256 << 20  # bytes: more than describing one picture takes
_log = logging.getLogger(__name__)
_keeping = threading.Event()
_ahead: dict[Path, "Future[InferenceSession]"] = {}


class NetworkError(RuntimeError):
    """A network's file is missing or damaged, or running it failed."""


class OnnxNetwork:
    """One ``.onnx`` file: arrays in, arrays out, by name.

    Attributes:
        inputs: name → shape; a dimension that may vary is told by its name.
        outputs: likewise.
        facts: what the file tells of itself.

    Args:
        model: the file, or its content.
        large: it needs much memory while it runs, more for a larger input: that is given back after
            each run. A small one leaves it to the next run, which is quicker.

    Raises:
        NetworkError: the file is missing or damaged.
    """

    def __init__(self, model: Path | bytes, large: bool = False) -> None:
        try:
            self._session = _begun(model) or _open(model)
        except Exception as error:  # onnxruntime's have nothing but that in common
            name = "a network" if isinstance(model, bytes) else model
            raise NetworkError(f"{name} cannot be loaded") from error
        self.inputs = {node.name: list(node.shape) for node in self._session.get_inputs()}
        self.outputs = {node.name: list(node.shape) for node in self._session.get_outputs()}
        self.facts: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        self._names = tuple(self.outputs)
        self._options = _emptying() if large else None

    def __call__(self, given: Mapping[str, "npt.NDArray[Any]"]) -> dict[str, "npt.NDArray[Any]"]:
        """Run it.

        Raises:
            NetworkError: it failed, for want of memory for example.
        """
        try:
            options = None if _keeping.is_set() else self._options
            values = self._session.run(self._names, given, options)
        except Exception as error:
            raise NetworkError("a network failed") from error
        return dict(zip(self._names, values, strict=True))


def open_ahead(files: Sequence[Path]) -> None:
    """Begin to open networks that will soon be needed, in this order; :class:`OnnxNetwork` waits.

    onnxruntime opens a file without Python's lock, so that modules can be imported meanwhile: to
    describe takes a quarter second of it. What fails here is told by who needs the network.
    """
    if not files:
        return
    try:
        _share_arena()  # imports onnxruntime: two threads that import hinder each other
        pool = ThreadPoolExecutor(threads(), "networks")
        for file in files:
            if file not in _ahead:
                _ahead[file] = pool.submit(_open, file)
        pool.shutdown(wait=False)
    except Exception:  # noqa: BLE001 - whatever a damaged installation may bring
        _log.warning("Networks could not be opened ahead", exc_info=True)


def forget_ahead() -> None:
    """Open no more of those files, and let go what nobody has taken: nobody will."""
    while _ahead:
        _ahead.popitem()[1].cancel()


def keep_memory() -> None:
    """Keep what one picture took for the next one: for a process that has one after the other.

    Else the system takes it back and zeroes it anew, a gigabyte for each picture of 12 megapixels:
    a sixth of the time that describing one takes.
    """
    _keeping.set()
    if sys.platform == "linux":
        with suppress(AttributeError):  # musl
            mallopt = _libc().mallopt
            mallopt(_TRIM, _KEPT)
            mallopt(_MMAP, _KEPT)


def give_back() -> None:
    """Return freed memory to the system, which glibc keeps for later; elsewhere nothing is done.

    Nor after :func:`keep_memory`.
    """
    if sys.platform == "linux" and not _keeping.is_set():
        with suppress(AttributeError):  # musl has no malloc_trim, and keeps nothing
            _libc().malloc_trim(0)


@cache
def share_heap() -> None:
    """Have all threads that begin from now on take memory from one heap; loading a network does it.

    glibc makes one for each thread, up to eight for a processor, and keeps up to 64 MB at the end
    of each, which :func:`give_back` does not reach. With one the same pictures take as long.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):
            _libc().mallopt(_HEAPS, 1)


def _begun(model: Path | bytes) -> "InferenceSession | None":
    """What :func:`open_ahead` has begun to open, once it is there: whoever asks first has it."""
    begun = None if isinstance(model, bytes) else _ahead.pop(model, None)
    return begun.result() if begun else None


@cache
def _libc() -> ctypes.CDLL:
    """The C library, opened once, by who opens the first network.

    Opening one holds Python's lock and waits for the loader's, which the window's thread may hold
    while it imports a part of Qt whose messages go to our log, and which so waits for Python's.
    """
    return ctypes.CDLL(None)


def _open(model: Path | bytes) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    _share_arena()
    options = SessionOptions()
    options.log_severity_level = 4  # fatal only: errors come as exceptions
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take the cores from what runs beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.enable_mem_pattern = False  # one is kept for each size of input
    session = InferenceSession(
        model if isinstance(model, bytes) else str(model),
        options,
        providers=["CPUExecutionProvider"],
    )
    give_back()  # 15 MB for one of 10 MB: what it was read from
    return session


@cache
def _share_arena() -> None:
    """Give all networks one arena, which grows by powers of two and is emptied by large ones.

    Without an arena, glibc keeps pieces of what was used, and with one that is never emptied all of
    it stays. Emptied after each picture, it cost 6,000 page faults for the next one, and pieces of
    it stayed in glibc's hands: 60 MB in the window. A piece of the arena that is larger than what
    is asked for is divided: by default it is given away whole unless it is twice as large, which
    took 35 MB more for a page.
    """
    share_heap()
    from onnxruntime import (
        OrtAllocatorType,
        OrtArenaCfg,
        OrtMemoryInfo,
        OrtMemType,
        create_and_register_allocator,
    )

    kind = OrtMemoryInfo("Cpu", OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, OrtMemType.DEFAULT)
    create_and_register_allocator(
        kind, OrtArenaCfg({"arena_extend_strategy": 0, "max_dead_bytes_per_chunk": _SPARE})
    )


@cache
def _emptying() -> "RunOptions":
    from onnxruntime import RunOptions

    options = RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def threads() -> int:
    """Number of threads for one piece of work: as many as there are processors, if few.

    Who starts several processes that share them sets OMP_NUM_THREADS, which torch reads, too.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    most = int(told) if told.isdecimal() and int(told) else processors()
    return min(_MOST_THREADS, most)


def processors() -> int:
    """Number of processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows and macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
