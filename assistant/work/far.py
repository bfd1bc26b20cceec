"""Tasks on the cluster's machines: what runs there for each block of them.

Ray sends this module's code along (pickled by value), so that it runs, and can say what is missing,
where Glimpse is not installed or is another version. It therefore imports nothing of Glimpse, and
keeps nothing between two blocks: that is for the work, which is imported there.
"""

import pickle
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

FAILED = -1  # the number of a row that tells why the whole block failed


def work(block: "pa.Table", function: bytes) -> "pa.Table":
    """Do a block of tasks.

    Args:
        block: columns ``number`` and ``task``, a pickled one.
        function: a pickled function from a list of tasks to as many results.

    Returns:
        Columns ``number`` and ``result``, a pickled one; or one row with the number ``FAILED`` and
        a sentence.
    """
    import pyarrow as pa

    try:
        tasks = [pickle.loads(task) for task in block["task"].to_pylist()]
        results = [pickle.dumps(result) for result in pickle.loads(function)(tasks)]
        numbers = block["number"].to_pylist()
    except Exception as error:  # noqa: BLE001 - the edge of a machine: told where somebody reads it
        numbers, results = [FAILED], [pickle.dumps(_sentence(error))]
    return pa.table({
        "number": pa.array(numbers, pa.int64()),
        "result": pa.array(results, pa.large_binary()),
    })  # fmt: skip


def _sentence(error: Exception) -> str:
    told: str | None = getattr(error, "message", None)  # an AssistantError, if it is known here
    host = socket.gethostname()
    if isinstance(error, ModuleNotFoundError) and error.name == "assistant":
        told = f"Glimpse is not installed on the cluster's machine {host}. Install it there, too."
    return told or (
        f"The machine {host} of the cluster cannot do this ({type(error).__name__}: {error}). "
        "Install the same version of Glimpse there."
    )
