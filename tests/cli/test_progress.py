"""The bar is for a terminal, and takes nothing away from where results were sent."""

import os
import subprocess
import sys

import pytest

_CODE = """
from assistant.cli import output
from assistant.cli.progress import counted
for number in counted(iter(range(4)), "Counting", 4):
    output.result(f"result {number}")
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of its own")
def test_results_that_were_sent_to_a_file_arrive_there_while_a_terminal_shows_the_bar(tmp_path):
    ours, theirs = os.openpty()
    with (tmp_path / "out.txt").open("w") as out:
        environment = os.environ | {"TERM": "xterm"}
        done = subprocess.run(
            [sys.executable, "-c", _CODE], stdout=out, stderr=theirs, env=environment, check=False
        )
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert (tmp_path / "out.txt").read_text() == "".join(f"result {n}\n" for n in range(4))
    assert "Counting" in shown
    assert "4/4" in shown
    assert "result" not in shown
