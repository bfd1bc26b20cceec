"""What the frozen glimpse-gui starts with."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker that the window starts is this program, too
    from assistant.qt.app import main

    sys.exit(main())
