"""Reading real pictures of text, with the real networks."""

import subprocess
import sys
import time
import weakref
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from assistant.errors import Cancelled, PipelineError
from assistant.pipeline.frame import Frame, Pixels
from assistant.reading import Page, network_cache, networks, read
from tests.reading.made import blank, font, frame, installed, page

_LETTER = [
    "Dear neighbour,",
    "",
    "the lift will be out of order on Friday, 14 March,",
    "from 9:30.",
]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_letter_is_read_whichever_way_it_lies(turns: int) -> None:
    turned = np.rot90(np.asarray(page(_LETTER)), -turns)  # clockwise
    found = read(Frame(np.ascontiguousarray(turned)))
    assert found.text == (
        "Dear neighbour,\n\nthe lift will be out of order on Friday, 14 March, from 9:30."
    )
    assert found.angle == 90 * turns
    assert all(line.sure for line in found.lines)


def test_boxes_are_where_the_lines_lie_in_the_picture() -> None:
    picture, draw = blank(800, 400)
    draw.text((500, 300), "Exit", "black", font(40))
    draw.text((40, 40), "Entrance", "black", font(40))
    for turns in range(4):
        turned = np.ascontiguousarray(np.rot90(np.asarray(picture), -turns))
        exit_box = next(b for b in read(Frame(turned)).blocks if b.text == "Exit").box
        x, y = exit_box[0] + exit_box[2] / 2, exit_box[1] + exit_box[3] / 2
        where = [(0.67, 0.81), (0.19, 0.67), (0.33, 0.19), (0.81, 0.33)][turns]
        assert (x, y) == pytest.approx(where, abs=0.03)


def test_letters_of_other_latin_alphabets_and_signs() -> None:
    lines = ["Größe: 38, für Łódź & Çeşme", "déjà vu, ¿qué tal?, £5, 20 °C, 50 %"]
    assert (
        read(frame(page(lines, path=installed("DejaVu Sans")))).text.split()
        == " ".join(lines).split()
    )


def test_chinese_and_japanese() -> None:
    path = installed("Droid Sans Fallback")
    lines = ["今日は天気がいいです。", "明日はどうでしょうか。", "", "", "请勿吸烟"]
    assert read(frame(page(lines, 40, path=path))).text == (
        "今日は天気がいいです。明日はどうでしょうか。\n\n请勿吸烟"
    )


def test_a_script_that_it_does_not_know_is_not_made_into_another() -> None:
    lines = ["Внимание! Двери закрываются.", "Следующая станция Москва"]
    found = read(frame(page(lines, 36, path=installed("DejaVu Sans"))))
    assert (found.text, found.unread) == ("", 2)


@pytest.mark.parametrize(
    ("family", "lines"),
    [
        ("DejaVu Sans", ["Καλημέρα κόσμε, τι κάνεις;", "Απαγορεύεται το κάπνισμα"]),
        ("DejaVu Sans", ["Բարի գալուստ Հայաստան", "Երևան քաղաք"]),
        ("DejaVu Sans", ["გამარჯობა მსოფლიო", "გასასვლელი თბილისი"]),
        ("DejaVu Sans", ["שלום עולם, ברוכים הבאים", "אסור לעשן במקום הזה"]),
        ("DejaVu Sans", ["السلام عليكم ورحمة الله", "ممنوع التدخين في هذا المبنى"]),
        ("FreeSerif", ["नमस्ते दुनिया", "धूम्रपान निषेध है"]),
        ("FreeSerif", ["สวัสดีชาวโลก ยินดีต้อนรับ", "สถานีต่อไป กรุงเทพ"]),
        ("FreeSans", ["Բարի գալուստ Հայաստան", "Մուտքն արգելված է"]),
    ],
)
@pytest.mark.parametrize("pixels", [30, 44])
def test_no_script_is_made_into_invented_words(family: str, lines: list[str], pixels: int) -> None:
    found = read(frame(page(lines, pixels, spacing=2, path=installed(family))))
    assert found.text == ""
    assert found.unread >= 1
    assert found.remarks == ("There is writing in a script that I cannot read.",)


@pytest.mark.parametrize("family", ["DejaVu Sans", "DejaVu Sans Mono"])
def test_letters_that_it_does_not_know_leave_a_mark(family: str) -> None:
    lines = ["Đường Nguyễn Huệ, Hà Nội", "Cấm hút thuốc trong phòng"]
    words = [
        w for line in read(frame(page(lines, 40, path=installed(family)))).lines for w in line.words
    ]
    known = " ".join(lines).split()
    assert len(words) == len(known)
    lost = [w.text for w, k in zip(words, known, strict=True) if w.sure and len(w.text) < len(k)]
    assert lost == []
    assert sum("?" in w.text for w in words) >= 3


@pytest.mark.parametrize("pixels", [28, 40])
def test_a_letter_is_right_or_its_word_is_doubted(pixels: int) -> None:
    """Near letters, such as t for ť: the recogniser is sure of them."""
    hard = ["žluťoučký", "İstanbul'da", "Œuvre", "Őrült", "Öffnung", "größer", "señor", "Łódź"]
    lines = [f"Here is {word} in a line of sure words" for word in hard]
    found = read(frame(page(lines, pixels, spacing=2, path=installed("DejaVu Sans"))))
    words = [w for line in found.lines for w in line.words]
    known = " ".join(lines).split()
    assert len(words) == len(known)
    assert [w.text for w in words if w.sure and w.text not in known] == []
    assert {w.text for w in words if not w.sure and w.text in known} <= {*hard}
    assert {"žluťoučký", "Œuvre"}.isdisjoint(w.text for w in words if w.sure)


_ALPHABETS = {
    "Czech": ["Příliš žluťoučký kůň úpěl", "loď, síť, teď, řeď, věž", "Šťastnou cestu, měď a zeď"],
    "Slovak": ["soľ, kráľ, ďaleko, päť", "Vďaka, že ste prišli"],
    "Hungarian": ["Ősz és tűz", "Tűzoltó készülék", "Hűvös őszi szellő fúj", "Győr, hűtő, fűtés"],
    "Romanian": ["Țară și școală, mâine și ieri", "Ţară şi şcoală", "Piața Țepeș, fără taxă"],
    "Polish": ["Zażółć gęślą jaźń", "Łódź jest pięknym miastem"],
    "Turkish": ["İstanbul'da güneşli bir gün", "Işık ve ağaç, İzmir", "Lütfen kapıyı kapatınız"],
}
_HARDER = {
    "Icelandic": ["Það er þoka á Þingvöllum", "Ísland er fallegt land"],
    "Vietnamese": ["Đường Nguyễn Huệ", "Xin chào, cảm ơn bạn nhiều", "Nhà hàng Phở Việt"],
}


@pytest.mark.parametrize("pixels", [28, 40])
@pytest.mark.parametrize("family", ["DejaVu Sans", "DejaVu Serif"])
def test_what_is_wrong_in_other_alphabets_is_doubted(family: str, pixels: int) -> None:
    for texts, most in ((_ALPHABETS, 2), (_HARDER, 3)):  # letters that touch cannot be looked at
        lines = [line for each in texts.values() for line in each]
        found = read(frame(page(lines, pixels, spacing=2, path=installed(family))))
        known = " ".join(lines).split()
        words = [word for line in found.lines for word in line.words]
        wrong = [w.text for w in words if w.sure and w.text not in known]
        assert len(wrong) <= most, wrong
        assert len(words) >= len(known) - 1  # a space may be lost
        assert found.unread == 0
        assert sum(w.sure for w in words) >= len(words) / 2


@pytest.mark.parametrize("family", ["DejaVu Sans", "DejaVu Serif"])
def test_apostrophes_dots_and_tails_of_usual_letters_are_sure(family: str) -> None:
    lines = [
        "Don't say that it's all they'd want; it is", "c'est d'un ami, un'altra, l'art ou d'eux",
        "the 'old' one and 'world' peace; not it:", "jumping quickly, a foggy day, for glyphs",
        "für schöne Bücher, über Füße, Äpfel, Öl",
    ]  # fmt: skip
    found = read(frame(page(lines, 40, spacing=2, path=installed(family))))
    assert found.text.split() == " ".join(lines).split()
    assert [w.text for line in found.lines for w in line.words if not w.sure] == []


def test_known_letters_are_never_taken_for_unknown_ones() -> None:
    lines = ["Größe: 38, für Łódź & Çeşme", "illicit filling, 1.11 mm", "Will Jim jilt Lilli?"]
    for family in ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono"):
        found = read(frame(page(lines, 34, path=installed(family))))
        assert "?" not in found.text.replace("Lilli?", "")
        words = [w for line in found.lines for w in line.words]
        assert [w.text for w in words if w.score <= 0.3] == []


def test_a_foreign_word_in_a_line_leaves_the_others() -> None:
    found = read(frame(page(["Exit to Москва station"], 40, path=installed("DejaVu Sans"))))
    said = [(w.text, w.sure) for line in found.lines for w in line.words]
    assert ("Exit", True) in said or ("Exit", False) in said
    assert "station" in found.text
    assert not [word for word, sure in said if sure and word not in ("Exit", "to", "station")]


def test_small_print_on_a_large_scan() -> None:
    picture, draw = blank(1800, 2600)
    draw.text((700, 1400), "Batch 4711, best before 12/2027", "black", font(22))
    assert read(frame(picture)).text == "Batch 4711, best before 12/2027"


def _must_not_be_opened() -> Pixels:
    raise AssertionError("what is large enough is read as it is")


def test_small_print_is_read_of_all_pixels_and_large_print_of_those_that_are_there() -> None:
    small, large = (page(["Platform 3 to the harbour"], pixels, 60) for pixels in (12, 120))
    for whole, opened in ((small, lambda: np.asarray(small)), (large, _must_not_be_opened)):
        half = whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.BOX)
        assert read(Frame(np.asarray(half), opened=opened)).text == "Platform 3 to the harbour"


def test_a_tilted_page() -> None:
    tilted = page(_LETTER).rotate(6, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    found = read(frame(tilted))
    assert " ".join(found.text.split()) == " ".join(" ".join(_LETTER).split())
    assert found.angle == 354


def test_the_same_picture_is_read_the_same_way() -> None:
    picture = frame(page(_LETTER).filter(ImageFilter.GaussianBlur(2)))
    assert read(picture) == read(picture)


def test_what_is_too_blurred_is_not_said_plainly() -> None:
    found = read(frame(page(_LETTER).filter(ImageFilter.GaussianBlur(5))))
    known = set(" ".join(_LETTER).split())
    assert [
        w.text for line in found.lines for w in line.words if w.sure and w.text not in known
    ] == []


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (31, 31), (320, 240)])
def test_pictures_without_text_of_any_size(size: tuple[int, int]) -> None:
    picture, _ = blank(*size)
    assert read(frame(picture)) == Page()


def test_it_stops_when_told_to() -> None:
    with pytest.raises(Cancelled):
        read(frame(page(_LETTER)), lambda: True)
    asked: list[int] = []

    def later() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        read(
            frame(page(["A line of text that is quite long, so that it is in one batch"] * 12)),
            later,
        )
    assert len(asked) == 3


@pytest.fixture
def not_loaded(monkeypatch: pytest.MonkeyPatch) -> list[weakref.ref]:
    """Networks of this test's own; they are listed as they are loaded."""
    loaded = []

    def late(make: type) -> network_cache._Late:
        def listed() -> object:
            part = make()
            loaded.append(weakref.ref(part))
            return part

        return network_cache._Late(listed)

    for name, make in (
        ("_detector", networks.TextDetector),
        ("_recogniser", networks.TextRecogniser),
    ):
        monkeypatch.setattr(network_cache, name, late(make))
    return loaded


@pytest.mark.usefixtures("not_loaded")
def test_a_damaged_installation_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "recogniser.onnx"
    damaged.write_bytes(b"damaged")
    monkeypatch.setattr(networks, "RECOGNISER", damaged)
    with pytest.raises(PipelineError, match=r"The text reader does not work\. Install Glimpse"):
        read(frame(page(_LETTER)))


def test_what_is_no_longer_used_is_let_go_and_comes_back(
    not_loaded: list[weakref.ref], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_cache, "KEPT", 0.3)
    first = read(frame(page(_LETTER)))
    assert len(not_loaded) >= 2
    while any(part() for part in not_loaded):  # as long as the test may take
        time.sleep(0.02)
    assert read(frame(page(_LETTER))).text == first.text


def test_it_loads_late_silently_and_without_a_network(tmp_path: Path) -> None:
    """In a process of its own: nothing heavy with the package, no output, no connection."""
    note = tmp_path / "note.png"
    page(["Hello there"]).save(note)
    code = (
        "import socket, sys\n"
        "def refuse(*a): raise AssertionError('a connection')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from assistant.reading import read\n"
        "heavy = ('cv2', 'rapidocr', 'onnxruntime', 'torch', 'requests')\n"
        "assert not [m for m in heavy if m in sys.modules]\n"
        "from assistant import sources\n"
        "from pathlib import Path\n"
        f"print(read(sources.image(Path({str(note)!r}))).text)\n"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("Hello there\n", "")
