"""What is said where a cluster cannot be used, and that nothing stays behind on the disk."""

import pickle
import sys

import pytest

from assistant.cli import main
from assistant.errors import AssistantError
from assistant.work import far, shared_files
from assistant.work.run_folders import OwnFolder
from tests.library.made import picture
from tests.work.made import needs_ray


def run(capfd, *arguments):
    code = main(list(map(str, arguments)))
    return code, capfd.readouterr().err


@needs_ray
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("here", "here is no address of a Ray cluster. Name its head as in: --address HOST:6379"),
        ("ray://a:1", "ray://a:1 is no address of a Ray cluster."),
        ("127.0.0.1:1", "No Ray cluster answers at 127.0.0.1:1. Check the address,"),
        ("127.0.0.1:99999", "No Ray cluster answers at 127.0.0.1:99999."),
    ],
)
def test_a_wrong_address_is_told(address, told, tmp_path, capfd):
    code, err = run(capfd, "index", tmp_path, "--engine", "ray", "--address", address)
    assert code == 1
    assert err.startswith(told)
    assert err.count("\n") == 1


def test_without_ray_the_way_to_get_it_is_told(tmp_path, capfd, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    code, err = run(capfd, "index", tmp_path, "--engine", "ray")
    assert code == 1
    assert "Install it with: pip install 'glimpse-assistant[cluster]'" in err


@pytest.mark.parametrize("command", ["index", "annotate"])
def test_an_address_is_for_ray_alone(command, tmp_path, capfd):
    code, err = run(capfd, command, picture(tmp_path / "a.jpg").parent, "--address", "a:1")
    assert (code, err) == (2, "--address names a Ray cluster: add --engine ray.\n")


def test_a_picture_that_only_the_other_machine_lacks_is_told(tmp_path):
    shared_files.check(tmp_path / "gone.jpg", "other")  # gone here, too: told as everywhere
    here = picture(tmp_path / "here.jpg")
    shared_files.check(here, shared_files.absent(here))
    with pytest.raises(AssistantError, match=r"other of the cluster cannot read .*here\.jpg\. Put"):
        shared_files.check(here, "other")


@needs_ray
@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("assistant", "Glimpse is not installed on the cluster's machine "),
        ("numpy", "(ModuleNotFoundError: "),
    ],
)
def test_a_machine_that_lacks_something_tells_what(missing, told, monkeypatch):
    import pyarrow as pa

    monkeypatch.setitem(sys.modules, missing, None)
    block = pa.table({"number": [7], "task": [pickle.dumps("a task")]})
    answer = far.work(block, f"c{missing}\nwork\n.".encode()).to_pylist()
    assert [row["number"] for row in answer] == [far.FAILED]
    assert told in pickle.loads(answer[0]["result"])


def test_what_a_killed_run_left_is_deleted_and_what_another_uses_is_not():
    killed, used = OwnFolder(), OwnFolder()
    (killed.path / "before.jpg").touch()
    killed._lock.release()  # as the system does when a process dies
    mine = OwnFolder()
    assert not killed.path.exists()
    assert used.path.exists()
    assert mine.path.stat().st_mode & 0o77 == 0
    for one in (used, mine):
        one.close()
        assert not one.path.exists()
