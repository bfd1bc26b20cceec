"""The window: the only place that imports PySide6."""

import ctypes
import sys

# PySide6 6.12 gives True back from Signal.emit() without counting the reference. From Python 3.12
# on True is immortal; before, the program is aborted after a few hundred signals ("bool_dealloc:
# deallocating True or False"). References are therefore lent that nobody can use up.
if sys.version_info < (3, 12):
    ctypes.c_ssize_t.from_address(id(True)).value += 1 << 40
