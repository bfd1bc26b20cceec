"""Ends while a job runs, with a finalizer that is older than PySide6: as some libraries have."""

import os
import time
import weakref
from collections.abc import Generator


class _Old:
    pass


_old = _Old()
_end = weakref.finalize(_old, int)


def main() -> None:
    """Leave the interpreter in the middle of the work."""
    from PySide6.QtCore import QCoreApplication

    from assistant.qt.workers.job import Job

    app = QCoreApplication([])
    begun: list[bool] = []

    def steps() -> Generator[int, None, None]:
        try:
            while True:
                begun.append(True)
                time.sleep(0.01)
                yield 1
        finally:
            os.write(1, b"cleaned up\n")

    globals()["_kept"] = app, (job := Job(steps, print))
    job.start()
    while not begun:
        time.sleep(0.01)


if __name__ == "__main__":
    main()
