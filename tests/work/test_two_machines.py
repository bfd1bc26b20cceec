"""One cluster, of two machines in the end, of which one is killed: nothing is lost or done twice.

It is the one that Glimpse starts for itself; that it ends it without a trace is told at the end.
"""

import json
import os
import shutil

import pytest

from assistant import paths
from tests.library.made import left_running, needs_exiftool, picture, seed
from tests.work.made import LONG, Cluster, contents, interrupt, needs_ray, started

pytestmark = [needs_ray, needs_exiftool, pytest.mark.timeout(4 * LONG)]

_WORKER = "spawn_main"


@pytest.fixture(scope="module")
def cluster():
    made = Cluster()
    with pytest.MonkeyPatch.context() as changed:
        for name, value in made.environment.items():
            changed.setenv(name, value)
        yield made
    said = made.end()
    assert made.head.running.returncode == 0, said
    assert left_running(made.head.running.pid) == []
    assert not made.folder.exists()


def annotate(folder, address, *options):
    return started("annotate", folder, "--json", "--engine", "ray", "--address", address, *options)


def rows(lines):
    """What was told of each picture: its file's name → its state; each at most once."""
    told = [json.loads(line) for line in lines]  # nothing but JSON is among the results
    files = [row["file"].rpartition("/")[2] for row in told if "file" in row]
    assert len(files) == len(set(files))
    return {row["file"].rpartition("/")[2]: row["state"] for row in told if "file" in row}


def test_an_index_made_by_ray_is_the_one_made_here(cluster, tmp_path, monkeypatch):
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("astronaut.jpg", "page.jpg"):
        shutil.copy(paths.resources() / "samples" / name, folder)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    found = []
    for engine, *address in (("local",), ("ray", "--address", cluster.address)):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / engine))
        with started("index", folder, "--workers", "1", "--engine", engine, *address) as running:
            out, err = running.communicate(timeout=LONG)
        assert running.returncode == 3, err
        assert sorted(out.strip(".\n").split(", ")) == ["1 failed", "2 added", "2 read for text"]
        assert err.startswith("broken.jpg is damaged")
        assert left_running(running.pid) == []
        found.append(contents())
    assert found[0] == found[1]
    assert len(found[0][0]) == 2


def test_stopped_gone_on_with_and_a_machine_killed_it_is_as_if_done_here(cluster, tmp_path):
    made = [picture(tmp_path / "far" / f"{n:02}.jpg", quality=20 + n) for n in range(60)]
    shutil.copytree(tmp_path / "far", tmp_path / "here")
    seed(*made)

    with annotate(tmp_path / "far", cluster.address) as running:
        first = [running.stdout.readline()]
        interrupt(running)
        out, err = running.communicate(timeout=LONG)
    assert (running.returncode, err) == (130, "Stopped. The same command goes on from here.\n")
    told = rows([*first, *out.splitlines()])
    # What was written and not told any more is done as well.
    before = {path.name for path in made if b"glimpse:" in path.read_bytes()}
    numbers = {path.name: path.stat().st_ino for path in made if path.name in before}
    assert set(told) <= before
    assert 0 < len(before) < len(made)

    other = cluster.add()
    with annotate(tmp_path / "far", cluster.address) as running:
        other.wait_for(_WORKER)  # it has a task, and needs longer than this to start with it
        other.kill()
        out, err = running.communicate(timeout=LONG)
    assert (running.returncode, err) == (0, "")
    assert left_running(running.pid) == []
    after = rows(out.splitlines())
    assert {name for name, state in after.items() if state == "done before"} == before
    assert set(after) == {path.name for path in made}

    with started("annotate", tmp_path / "here", "--json") as running:
        running.communicate(timeout=LONG)
    for path in made:
        assert path.read_bytes() == (tmp_path / "here" / path.name).read_bytes()
        assert b"glimpse:" in path.read_bytes()
        assert path.stat().st_ino == numbers.get(path.name, path.stat().st_ino)
    assert {path.name for path in (tmp_path / "far").iterdir()} == set(after)


def test_another_version_on_the_cluster_is_told(cluster, tmp_path, monkeypatch):
    picture(tmp_path / "pictures" / "a.jpg")
    other = "import assistant; assistant.__version__ = '0.0.9'"
    (tmp_path / "sitecustomize.py").write_text(other)
    path = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    with annotate(tmp_path / "pictures", cluster.address) as running:
        out, err = running.communicate(timeout=LONG)
    assert (running.returncode, rows(out.splitlines())) == (1, {})
    assert err.startswith("A machine of the cluster has another Glimpse (Glimpse 0.")
    assert err.endswith("Install the same version on all machines.\n")
    assert "Glimpse 0.0.9" in err
    assert err.count("\n") == 1
