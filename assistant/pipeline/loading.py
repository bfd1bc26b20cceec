"""Importing torch and its company, for the standard profile, without stopping all else."""

import ctypes
import gc
import importlib.util
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.pipeline import torchvision_ops


@contextmanager
def gently() -> Iterator[None]:
    """Import and load networks in here: other threads go on, and it is done sooner.

    Measured on two cores while torch, torchvision and transformers are imported: the longest time
    that another thread waited was 450 ms with the garbage collector on (it walks through all their
    400,000 objects again and again), 300 ms with it off (the dynamic linker works on libtorch with
    the GIL held), 30 ms with both cures. What was loaded stays, so it is never looked at again.
    """
    # OpenMP's threads spin while they wait for each other, on the core that another thread or
    # program needs: with both cores busy, describing took 840 ms instead of 27 ms.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when libtorch is linked
    collects = gc.isenabled()  # the window does it itself, in its own thread only
    gc.disable()
    try:
        linking = threading.Thread(target=_link_torch)
        linking.start()
        torchvision_ops.prepare()
        from transformers.utils import logging  # 0.9 s without torch, while a core links torch

        linking.join()
        import torch

        logging.disable_progress_bar()
        torch.set_flush_denormal(True)  # subnormal numbers make some CPUs ten times slower
        yield
    finally:
        gc.freeze()
        if collects:
            gc.enable()


def _link_torch() -> None:
    """Link torch's library before Python does: a foreign call lets go of the GIL, import does not.

    Windows needs no help: there torch itself links by foreign calls. A library that is not there is
    no error, as torch will say it better.
    """
    spec = None if "torch" in sys.modules else importlib.util.find_spec("torch")
    if sys.platform == "win32" or spec is None or spec.origin is None:
        return
    folder, suffix = Path(spec.origin).parent / "lib", "dylib" if sys.platform == "darwin" else "so"
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    # In the order and the way of torch/__init__.py.
    for name, scope in (("libtorch_global_deps", os.RTLD_GLOBAL), ("libtorch_cpu", os.RTLD_LOCAL)):
        dlopen(os.fsencode(folder / f"{name}.{suffix}"), os.RTLD_LAZY | scope)
