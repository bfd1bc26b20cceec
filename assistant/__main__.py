"""``python -m assistant`` is the command ``glimpse``."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # there the workers of annotate are this program, too
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
