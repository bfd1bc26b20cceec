"""Measurements, which ``python -m tests.benchmarks`` prints again.

Programs that they start find their modules compiled, as pip leaves them: where this variable is
set, each start would compile all of them anew, which takes a fifth of a second.
"""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
