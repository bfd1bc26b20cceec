"""Addresses where a file is expected, and animations that begin with nothing."""

import numpy as np
import pytest
from PIL import Image

from assistant.cli import main
from assistant.errors import SourceError
from assistant.sources import image, image_bytes, local
from tests.sources.made import encoded, photo, sentence


def test_the_address_of_a_file_is_that_file(tmp_path):
    path = tmp_path / "a ü%20.png"
    path.touch()
    assert local(path.as_uri()) == path
    assert local(f"FILE:{path.as_uri()[7:]}") == path
    assert local(path.as_uri().replace("file://", "file://localhost")) == path
    for name in ("a.png", "C:/a.png", "http:film.mp4", "weird:name.png"):
        assert str(local(name)) == name


@pytest.mark.parametrize(
    "command",
    [["describe"], ["read"], ["video"], ["watch", "--quiet", "--video"], ["annotate"], ["index"],
     ["find", "--like"]],
)  # fmt: skip
def test_a_web_address_is_called_that_by_every_command(command, capsys):
    address = "https://example.org/a.jpg"
    assert main([*command, address]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"{address} is a web address, and I do not go online; save the picture or film, "
        "and name its file.\n"
    )


def test_an_address_that_is_too_long_for_a_file_is_one_all_the_same():
    with pytest.raises(SourceError, match="is a web address"):
        local(f"https://example.org/{300 * 'a'}.jpg?{5000 * 'b'}")


def test_a_file_of_another_computer():
    assert "is on another computer" in sentence(local, "file://nas/photos/a.jpg")


def animation(kind, *pictures):
    return encoded(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=100)


_BLACK = Image.new("RGB", (320, 240))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
@pytest.mark.parametrize("ground", ["black", "white", "#777"])
def test_an_animation_that_begins_with_nothing_is_judged_by_what_it_shows(kind, ground):
    empty = Image.new("RGB", (320, 240), ground)
    almost = empty.copy()
    almost.putpixel((3, 3), (90, 90, 90))
    frame = image_bytes(animation(kind, empty, almost, photo(), empty), "a")
    assert np.abs(frame.pixels.astype(int) - np.asarray(photo())).mean() < 12
    told = "This is an animation; I look at its first picture that shows something."
    assert frame.notes == (told,)


def test_an_animation_that_shows_something_at_once_or_never_is_judged_by_its_first_picture():
    for pictures in ((photo(), _BLACK), (_BLACK, Image.new("RGB", (320, 240), "white"))):
        frame = image_bytes(animation("PNG", *pictures), "a")
        assert np.array_equal(frame.pixels, np.asarray(pictures[0]))
        assert frame.notes == ("This is an animation; I look at its first picture.",)


def test_an_animation_that_is_cut_is_still_described(tmp_path):
    whole = animation("GIF", _BLACK, photo(), photo(300, 200))
    (tmp_path / "a.gif").write_bytes(whole[: len(whole) // 3])
    frame = image(tmp_path / "a.gif")
    assert frame.pixels.shape[1] == 320
    assert frame.notes[-1].startswith("The file is damaged; only the upper part can be seen")
