"""``glimpse engines``, ``describe --engine``, ``ask --engine``, as they are typed."""

import io
import json
import sys
from pathlib import Path

import pytest
from PIL import Image

from assistant import paths
from assistant.cli import main
from assistant.engines import Book
from tests.engines.conftest import Ring
from tests.engines.hostile import Server

DOG = str(paths.resources() / "samples" / "dog.jpg")


def run(capsys: pytest.CaptureFixture[str], *line: str) -> tuple[int, str, str]:
    code = main(list(line))
    done = capsys.readouterr()
    return code, done.out, done.err


@pytest.fixture
def added(server: Server, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(capsys, "engines", "add", "eyes", "--address", server.url)[0] == 0
    return "eyes"


def test_from_adding_to_removing(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "engines", "list")
    assert (code, out) == (0, "")
    assert "glimpse engines add ollama" in err
    code, out, _ = run(capsys, "engines", "add", "eyes", "--address", server.url)
    assert out == f"eyes: added, with the model small-eyes, {server.host}, on this computer.\n"
    _, out, _ = run(capsys, "engines", "list")
    assert out.endswith("on this computer. It may get nothing yet.\n")
    code, out, err = run(capsys, "engines", "allow", "eyes", "--yes")
    assert (code, out) == (0, "eyes: It may get pictures and folders.\n")
    assert f"to {server.host} on this computer, no further" in err
    _, out, _ = run(capsys, "engines", "withdraw", "EYES")
    assert out == "eyes: It may get nothing yet.\n"
    assert run(capsys, "engines", "remove", "eyes")[1] == "eyes: removed.\n"
    code, _, err = run(capsys, "engines", "test", "eyes")
    assert code == 8
    assert err.startswith("There is no engine eyes.")


def test_which_model(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.models = ["gemma3", "llava"]
    code, _, err = run(capsys, "engines", "add", "eyes", "--address", server.url)
    assert code == 8
    assert "gemma3, llava. Choose one that sees. Name it with --model." in err
    code, out, _ = run(
        capsys, "engines", "add", "eyes", "--address", server.url, "--model", "llava"
    )
    assert "with the model llava" in out


def test_try_it(server: Server, added: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "engines", "test", added)
    assert code == 0
    assert "“A dog runs on the grass. It has a red ball. The sky is blue.”" in out
    assert "But it does not seem to see. Shown a red square, it says:" in out  # it names both
    assert len(server.messages) == 2


def test_it_sees_if_it_names_what_it_is_shown(
    server: Server, added: str, capsys: pytest.CaptureFixture[str]
) -> None:
    server.habit = "seeing"
    _, out, _ = run(capsys, "engines", "test", added)
    assert out.endswith(
        "“Hello.” Shown a red square, it says: “Red.”; shown a blue square, it says: “Blue.”\n"
    )


@pytest.mark.parametrize(("guess", "square"), [("Red.", "blue"), ("Blue.", "red")])
def test_who_only_guesses_does_not_see(
    server: Server, added: str, capsys: pytest.CaptureFixture[str], guess: str, square: str
) -> None:
    server.pieces = (guess,)
    _, out, _ = run(capsys, "engines", "test", added)
    assert f"does not seem to see. Shown a {square} square, it says: “{guess}”" in out


def test_a_key_is_read_and_hidden(
    server: Server, ring: Ring, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("sk-secret\n"))
    code, out, err = run(capsys, "engines", "add", "eyes", "--address", server.url, "--key")
    assert code == 0
    assert "sk-secret" not in out + err + (paths.config_dir() / "engines.json").read_text()
    run(capsys, "engines", "test", "eyes")
    assert server.keys == ["Bearer sk-secret"] * 2
    run(capsys, "engines", "remove", "eyes")
    assert not ring.kept


def test_a_key_that_is_missing_or_wrong(
    server: Server, ring: Ring, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ["engines", "add", "eyes", "--address", server.url]
    server.no_list = 401
    assert run(capsys, *add) == (
        8, "", f"{server.host} wants a key. Add --key; then you are asked for it.\n"
    )  # fmt: skip
    monkeypatch.setattr(sys, "stdin", io.StringIO("sk-wrong\n"))
    assert run(capsys, *add, "--key") == (
        8, "", f"{server.host} does not accept this key. Give it the right one.\n"
    )  # fmt: skip
    assert run(capsys, *add, "--key") == (8, "", "No key came, so nothing was added.\n")
    assert not ring.kept
    assert len(Book()) == 0


def test_an_address_without_its_end(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.no_list = 404
    code, _, err = run(capsys, "engines", "add", "eyes", "--address", server.host)
    assert code == 8
    assert "no list of models at this address. Check the address: it often ends in /v1." in err


def test_who_cannot_be_asked_is_told_how_to_agree(
    server: Server, added: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "engines", "allow", added)
    assert (code, err) == (8, "Nobody can be asked here. Add --yes to agree.\n")
    assert not Book()[added].allowed


def test_nothing_is_sent_before_consent(
    server: Server, added: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "describe", DOG, "--engine", added)
    assert code == 8
    assert "Agree with: glimpse engines allow eyes" in err
    assert not server.messages


@pytest.mark.parametrize(("typed", "sent"), [("y\n", 1), ("n\n", 0), ("\n", 0)])
def test_the_question_is_asked_once(
    server: Server, added: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, typed: str, sent: int,
) -> None:  # fmt: skip
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    code, _, err = run(capsys, "describe", DOG, "--engine", added)
    assert "Do you agree? [y/N]" in err
    assert len(server.messages) == sent
    assert code == (0 if sent else 130)
    assert bool(Book()[added].allowed) == bool(sent)


def test_own_words_come_first(
    server: Server, added: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "engines", "allow", added, "--yes")
    code, out, _ = run(capsys, "describe", DOG, "--engine", added)
    own, *theirs = out.splitlines()
    assert code == 0
    assert "dog" in own
    assert theirs[0] == "eyes: A dog runs on the grass."
    assert theirs[1:3] == ["It has a red ball.", "The sky is blue."]
    code, out, _ = run(capsys, "describe", DOG, "--engine", added, "--json")
    said = json.loads(out)
    assert said["at_length"]["text"].startswith("A dog runs on the grass.")
    assert said["at_length"]["engine"] == "eyes"


def test_what_cannot_be_seen_is_not_sent(
    server: Server, added: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "engines", "allow", added, "--yes")
    black = str(tmp_path / "black.png")
    Image.new("RGB", (64, 64)).save(black)
    code, _, err = run(capsys, "describe", black, "--engine", added)
    assert code == 0
    assert err == (
        "It is too dark to see anything. Try more light. I did not send it to eyes; "
        "--send-anyway does.\n"
    )
    assert not server.messages
    _, out, _ = run(capsys, "describe", black, "--engine", added, "--send-anyway")
    assert len(server.messages) == 1
    assert "It is too dark to see anything." in out.splitlines()[-1]


def test_when_it_fails_our_own_words_stand(
    server: Server, added: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "engines", "allow", added, "--yes")
    server.habit = "cut"
    code, out, err = run(capsys, "describe", DOG, "--engine", added)
    assert code == 8
    assert "dog" in out.splitlines()[0]
    assert "stopped in the middle of its answer" in err
    assert out.splitlines()[1:] == ["eyes: A dog runs.", "Glimpse saw, too: a dog, running."]


def test_ask(server: Server, added: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "engines", "allow", added, "--yes")
    server.pieces = ("Yes, it is brown.",)
    code, out, _ = run(capsys, "ask", DOG, "is there a dog?", "--engine", added)
    assert code == 0
    own, theirs, *_ = out.splitlines()
    assert own.startswith("Yes")
    assert theirs == "eyes: Yes, it is brown."
    assert "is there a dog?" in str(server.messages[-1]["messages"][-1])


def test_help_loads_no_network_client(tmp_path: Path) -> None:
    import subprocess

    code = (
        "import sys\nfrom assistant.cli import main\n"
        f"main(['describe', {DOG!r}])\n"
        "print([m for m in ('httpx2', 'keyring', 'torch', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
