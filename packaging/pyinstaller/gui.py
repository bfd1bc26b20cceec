"""What the frozen glimpse-gui starts with."""

import sys

from assistant.qt.app import main

if __name__ == "__main__":
    sys.exit(main())
