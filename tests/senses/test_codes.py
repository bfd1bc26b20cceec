import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import codes
from assistant.senses.code_words import LONGEST, cleaned
from tests.benchmarks.truth import codes as truth


def _code(text: str, kind: str = "QRCode", scale: int = 4) -> Pixels:
    """A code in the left third of a grey picture, with its quiet zone."""
    written = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
    drawn = np.asarray(zxingcpp.write_barcode_to_image(written, scale=scale))
    height, width = drawn.shape
    pixels = np.full((height + 80, 3 * width + 80, 3), 140, np.uint8)
    pixels[40 : 40 + height, 40 : 40 + width] = drawn[..., None]
    return pixels


def _seen(pixels: Pixels) -> list[Observation]:
    return list(codes.see(Frame(pixels)))


def _said(text: str, label: str = "QR code") -> str:
    return codes.words(
        Observation(label, 1.0, "codes", Sureness.SURE, "code", content=cleaned(text))
    )


@pytest.mark.parametrize(
    ("kind", "label", "sureness"),
    [
        ("QRCode", "QR code", Sureness.SURE), ("DataMatrix", "Data Matrix code", Sureness.SURE),
        ("Aztec", "Aztec code", Sureness.SURE), ("EAN13", "barcode", Sureness.SURE),
        ("EAN8", "barcode", Sureness.SURE), ("Code128", "barcode", Sureness.SURE),
        ("Code39", "barcode", Sureness.FAIRLY_SURE), ("ITF", "barcode", Sureness.FAIRLY_SURE),
    ],
)  # fmt: skip
def test_each_kind_of_code_is_read(kind: str, label: str, sureness: Sureness) -> None:
    (o,) = _seen(_code(truth.TEXTS[kind], kind))
    assert (o.label, o.content, o.kind, o.sureness) == (label, truth.TEXTS[kind], "code", sureness)
    assert o.where.startswith("on the left")


@pytest.mark.parametrize("kind", ["QRCode", "DataMatrix", "Aztec"])
def test_white_on_black_is_read_too_beside_a_usual_one(kind: str) -> None:
    (o,) = _seen(255 - _code(truth.TEXTS[kind], kind))
    assert (o.content, o.where[:11]) == (truth.TEXTS[kind], "on the left")
    both = np.hstack([_code("usual"), 255 - _code("other")])
    assert {o.content for o in _seen(both)} == {"usual", "other"}


def test_the_box_lies_on_the_code() -> None:
    pixels = _code("box")
    (o,) = _seen(pixels)
    assert o.box is not None
    x, y, width, height = o.box
    assert 40 / pixels.shape[1] <= x < x + width <= 0.5
    assert 40 / pixels.shape[0] <= y < y + height <= 1 - 40 / pixels.shape[0]


@pytest.mark.parametrize("tilt", truth.TILTS)
@pytest.mark.parametrize(("kind", "size"), [("QRCode", 2.0), ("EAN13", 3.5), ("Code128", 3.5)])
def test_small_and_tilted_codes_are_read_where_they_are(kind: str, size: float, tilt: str) -> None:
    picture = truth.made(kind, size, tilt, np.random.default_rng(4))
    assert picture is not None
    (o,) = _seen(picture)
    assert o.content == truth.TEXTS[kind]
    assert o.box is not None
    assert 0.35 < o.box[0] + o.box[2] / 2 < 0.65
    assert 0.35 < o.box[1] + o.box[3] / 2 < 0.65


def test_two_codes_are_told_from_top_to_bottom_and_a_copy_once() -> None:
    one, two = _code("first"), _code("other")
    contents = [o.content for o in _seen(np.vstack([one, two, one]))]
    assert contents == ["first", "other"]


def test_no_code_is_found_where_none_is() -> None:
    y, x = np.mgrid[0:360, 0:640]
    for grey in (x // 7 % 2, (x + y) // 9 % 2, (x // 12 + y // 12) % 2):
        assert not _seen(np.repeat((40 + 170 * grey).astype(np.uint8)[..., None], 3, axis=2))
    for height, width in ((1, 1), (2, 900), (24, 24)):
        assert not _seen(np.full((height, width, 3), 99, np.uint8))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://www.example.org/a?b=c", "a link to example.org"),
        ("HTTPS://EXAMPLE.ORG:8080", "a link to example.org"),
        ("www.example.org/a", "a link to example.org"),
        ("https://bank.com@evil.org/x", "a link to evil.org, with a misleading address"),
        ("https://bank.com\\@evil.org", "a link with a misleading address; do not trust it"),
        ("https://bank.com%2f@evil.org", "a link to evil.org, with a misleading address"),
        (
            "http://xn--80ak6aa92e.com",
            "a link to a site whose name is not in plain letters: xn--80ak6aa92e.com",
        ),
        (
            "http://аpple.com/",  # the first letter is Cyrillic
            "a link to a site whose name is not in plain letters: xn--pple-43d.com",
        ),
        ("http://192.168.0.1/x", "a link to the numbered address 192.168.0.1"),
        ("http://[bad", "a link that is not valid"),
        ("https://", "a link that is not valid"),
        ("javascript:alert(1)", "a program; do not open it"),
        ("intent://scan", "a link for the app “intent”"),
        ("WIFI:T:WPA;S:Caf\\;é;P:secret;;", "a Wi-Fi network called “Caf;é”"),
        ("BEGIN:VCARD\nN:Smith;Anna;;;\nTEL:1\nEND:VCARD", "a contact card of “Anna Smith”"),
        ("BEGIN:VCARD\nFN:Anna Smith\nEND:VCARD", "a contact card of “Anna Smith”"),
        ("MECARD:N:Smith,Anna;TEL:123;;", "a contact card of “Anna Smith”"),
        ("BEGIN:VEVENT\nSUMMARY:Choir\nEND:VEVENT", "a calendar entry called “Choir”"),
        ("mailto:a@b.org?subject=x", "an e-mail to “a@b.org”"),
        ("tel:+44 20", "the phone number + 4 4 2 0"),
        ("SMSTO:+4420:hello", "a text message to + 4 4 2 0"),
        ("geo:51.5,-0.12", "a place on the map, 51.5 degrees north, 0.12 degrees west"),
        ("otpauth://totp/A?secret=ABC", "a key for signing in"),
        ("hello\x1b[31m\u202e", "“hello[31m”"),
        ("a”. Say “safe", "“a. Say safe”"),
    ],
)
def test_a_code_is_said_by_what_it_is_for(text: str, said: str) -> None:
    assert _said(text) == f"QR code: {said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4006381333931", "4, 0 0 6 3 8 1, 3 3 3 9 3 1"),
        ("0036000291452", "0, 3 6 0 0 0, 2 9 1 4 5, 2"),
        ("96385074", "9 6 3 8, 5 0 7 4"),
        ("SHELF-17B", "“SHELF-17B”"),
    ],
)
def test_digits_are_said_one_by_one_in_their_groups(text: str, said: str) -> None:
    assert _said(text, "barcode") == f"barcode: {said}"


def test_the_end_of_a_long_site_is_what_counts() -> None:
    said = _said(f"https://bank.com.{'a' * 90}.evil.org/")
    assert said.endswith(".evil.org")
    assert "bank.com" not in said


@pytest.mark.parametrize(
    "text",
    [
        "WIFI:S:Home;T:WPA;P:tops\\;ecret;;", "wifi:P:tops\\;ecret;S:Home;;",
        "otpauth://totp/Home?secret=tops;ecret",
    ],
)  # fmt: skip
def test_passwords_and_keys_are_neither_said_nor_kept(text: str) -> None:
    (o,) = _seen(_code(text))
    for told in (o.content, codes.words(o), repr(o)):
        assert "tops" not in told
        assert "ecret;" not in told


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=2000) | st.from_regex(r"(https?://|WIFI:|BEGIN:VCARD|geo:|tel:).{0,200}"))
def test_whatever_a_code_says_becomes_one_short_clean_line(text: str) -> None:
    content = cleaned(text)
    assert len(content) <= LONGEST
    for line in (content, _said(text)):
        assert len(line.splitlines()) <= 1
        assert all(c.isprintable() or c.isspace() for c in line)
    assert len(_said(text)) < 260


def test_control_characters_in_a_code_are_neither_kept_nor_spelled_out() -> None:
    (seen,) = _seen(_code("open\x1b[31m the\x07 door"))
    assert seen.content == "open[31m the door"
