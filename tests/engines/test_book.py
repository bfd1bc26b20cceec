"""Which engines there are, where they are, and what each may be sent."""

import json
from dataclasses import replace
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from assistant.engines import Book, Entry, Scope, addresses, consent, key_ring
from assistant.engines.addresses import Reach
from assistant.errors import EngineError
from tests.engines.conftest import Ring

HERE = Entry("ollama", "server", "gemma3", "http://localhost:11434/v1", "ollama")
FAR = Entry("far", "server", "eyes", "https://api.openai.com/v1", "openai")


@pytest.mark.parametrize(
    ("typed", "url", "reach"),
    [
        ("http://localhost:11434/v1/", "http://localhost:11434/v1", Reach.HERE),
        ("localhost:8080/v1", "http://localhost:8080/v1", Reach.HERE),
        ("127.0.0.1:1", "http://127.0.0.1:1", Reach.HERE),
        ("[::1]:8080", "http://[::1]:8080", Reach.HERE),
        ("192.168.1.5:8080", "http://192.168.1.5:8080", Reach.NETWORK),
        ("desk.local", "http://desk.local", Reach.NETWORK),
        ("desk", "http://desk", Reach.NETWORK),
        ("api.example.org/v1", "https://api.example.org/v1", Reach.INTERNET),
        ("http://8.8.8.8/v1", "http://8.8.8.8/v1", Reach.INTERNET),
        ("http://localhost.example.org", "http://localhost.example.org", Reach.INTERNET),
        ("http://127.0.0.1.example.org", "http://127.0.0.1.example.org", Reach.INTERNET),
    ],
)
def test_addresses(typed: str, url: str, reach: Reach) -> None:
    found = addresses.parsed(typed)
    assert (found.url, found.reach) == (url, reach)


@pytest.mark.parametrize(
    "typed", ["", "ftp://x", "http://", "a b", "http://me:secret@x/", "http://x/?key=1", "x:port"]
)
def test_no_addresses(typed: str) -> None:
    with pytest.raises(EngineError):
        addresses.parsed(typed)


def test_the_book_is_kept() -> None:
    Book().add(HERE)
    Book().allow("OLLAMA", consent.token(HERE, Scope.PICTURES))
    (found,) = Book()
    assert found == replace(HERE, allowed=(consent.token(HERE, Scope.PICTURES),))
    Book().remove("ollama")
    assert not list(Book())


@pytest.mark.parametrize("name", ["", "ray", "Local", "a/b", "x" * 60, "-a"])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(EngineError):
        Book().add(replace(HERE, name=name))


def test_a_name_is_given_once() -> None:
    book = Book()
    book.add(HERE)
    with pytest.raises(EngineError, match="There is an engine Ollama already"):
        book.add(replace(HERE, name="Ollama"))


@pytest.mark.parametrize("text", ["{", "[]", '{"engines": [{"name": "x"}]}', '{"engines": 3}'])
def test_a_damaged_book_is_told_and_kept(text: str, tmp_path: Path) -> None:
    path = tmp_path / "engines.json"
    path.write_text(text)
    with pytest.raises(EngineError, match="damaged"):
        Book(path)
    assert path.read_text() == text


def test_keys_are_in_the_key_ring_only(ring: Ring, tmp_path: Path) -> None:
    path = tmp_path / "engines.json"
    place = addresses.parsed(FAR.address)
    key_ring.put("far", place, "sk-secret")
    Book(path).add(replace(FAR, has_key=True))
    assert key_ring.get("far", place) == "sk-secret"
    assert "sk-secret" not in path.read_text()
    assert "sk-secret" not in json.dumps([str(e) for e in Book(path)])
    with pytest.raises(EngineError, match="no key for"):  # it belongs to one server
        key_ring.get("far", addresses.parsed("https://evil.example.org/v1"))
    key_ring.forget("far", place)
    key_ring.forget("far", place)
    assert not ring.kept


def test_keys_never_go_unencrypted(ring: Ring) -> None:
    with pytest.raises(EngineError, match="begins with http:"):
        key_ring.put("far", addresses.parsed("http://api.example.org/v1"), "sk-secret")
    assert not ring.kept


def test_no_key_ring(ring: Ring) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    with pytest.raises(EngineError, match="has no key ring"):
        key_ring.put("far", addresses.parsed(FAR.address), "sk-secret")


def test_consent_holds_for_one_server() -> None:
    given = replace(FAR, allowed=(consent.token(FAR, Scope.PICTURES),))
    assert consent.is_given(given, Scope.PICTURES)
    assert not consent.is_given(given, Scope.FOLDERS)
    moved = replace(given, address="https://api.example.org/v1")
    assert not consent.is_given(moved, Scope.PICTURES)
    with pytest.raises(EngineError, match="glimpse engines allow far --folders"):
        consent.require(given, Scope.FOLDERS)


def test_the_question_says_where_it_goes() -> None:
    assert "to localhost:11434 on this computer, no further" in consent.question(HERE)
    far = consent.question(FAR)
    assert "over the internet to api.openai.com, company OpenAI." in far
    assert "without its name and what the camera noted" in far
    assert "glimpse engines withdraw far" in far
    bare = replace(FAR, address="http://api.example.org/v1", preset="other")
    assert "not encrypted" in consent.question(bare)
    assert "1200 pictures, one by one" in consent.question(FAR, Scope.FOLDERS, 1200)
