"""Networks run by onnxruntime, all in one way: the only place where it is imported."""

import ctypes
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt
    from onnxruntime import InferenceSession

_MOST_THREADS = 4  # more gain nothing for networks of this size


class NetworkError(RuntimeError):
    """A network's file is missing or damaged, or running it failed."""


class Network:
    """One ``.onnx`` file: arrays in, arrays out, by name.

    Attributes:
        inputs: name → shape; a dimension that may vary is told by its name.
        outputs: likewise.
        facts: what the file tells of itself.

    Raises:
        NetworkError: the file is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._session = open_session(path)
        except Exception as error:  # onnxruntime's have nothing but that in common
            raise NetworkError(f"{path} cannot be loaded") from error
        self.inputs = {node.name: list(node.shape) for node in self._session.get_inputs()}
        self.outputs = {node.name: list(node.shape) for node in self._session.get_outputs()}
        self.facts: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        self._names = tuple(self.outputs)

    def __call__(self, given: Mapping[str, "npt.NDArray[Any]"]) -> dict[str, "npt.NDArray[Any]"]:
        """Run it.

        Raises:
            NetworkError: it failed, for want of memory for example.
        """
        try:
            values = self._session.run(self._names, given)
        except Exception as error:
            raise NetworkError("a network failed") from error
        return dict(zip(self._names, values, strict=True))


def open_session(path: Path) -> "InferenceSession":
    """Load a network as onnxruntime itself has it, on the processor."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.log_severity_level = 4  # fatal only: errors come as exceptions
    options.intra_op_num_threads = _threads()
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take the cores from what runs beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps its peak for ever, and inputs of all sizes make it grow.
    options.enable_cpu_mem_arena = False
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def give_back() -> None:
    """Return freed memory to the system, which glibc keeps for later; elsewhere nothing is done."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # musl has no malloc_trim, and keeps nothing
            ctypes.CDLL(None).malloc_trim(0)


def _threads() -> int:
    """As many as there are processors, if few; where many processes share them, what they are told.

    Those that start such processes set OMP_NUM_THREADS, which the standard profile's torch reads.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    most = int(told) if told.isdecimal() and int(told) else processors()
    return min(_MOST_THREADS, most)


def processors() -> int:
    """How many processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows and macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
