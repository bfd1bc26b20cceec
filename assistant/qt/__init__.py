"""The window: the only place that imports PySide6."""

import builtins
import ctypes
import sys

import PySide6.QtCore  # noqa: F401 - what follows undoes what it does

# PySide puts itself into every import, and reads the source of each module for whether it may want
# one of its features (``from __feature__ import snake_case``), which nothing here does. That took a
# tenth of a start, and 12 MB, as ``linecache`` keeps all it reads.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

# PySide6 6.12 gives these back without counting the reference: True from Signal.emit(), None from
# every call that returns nothing (6.11 did not). From Python 3.12 on they are immortal; before, the
# program is aborted ("none_dealloc: deallocating None") after some 250 pictures, or after 90
# seconds with the camera on. References are therefore lent that nobody can use up.
if sys.version_info < (3, 12):
    for _lent in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_lent)).value += 1 << 40
