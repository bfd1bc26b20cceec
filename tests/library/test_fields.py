"""What a person wrote always stays; what Glimpse wrote can be renewed and removed."""

import os
from dataclasses import replace

import pytest

from assistant.errors import AssistantError
from assistant.library import AltTexts, OutcomeKind, WriteTarget
from assistant.library.exiftool import ExifTool, ToolError
from assistant.library.fields import Fields
from tests.library.made import (
    TEXTS,
    annotated,
    job,
    needs_exiftool,
    packet,
    picture,
    prepared,
    told_by_exiftool,
    write_by_hand,
)

pytestmark = needs_exiftool

ALT = "XMP-iptcCore:AltTextAccessibility"
LONG = "XMP-iptcCore:ExtDescrAccessibility"
NEWER = replace(
    TEXTS, alt="A cat.", caption="A cat.", description="A cat.", keywords=("cat", "ball")
)


@pytest.fixture
def path(tmp_path):
    return picture(tmp_path / "a.jpg")


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (f"-{ALT}=Anna", ALT),
        (f"-{ALT}-fr=Anna", f"{ALT}-fr"),
        (f"-{LONG}=Anna laughs", LONG),
        ("-XMP-dc:Description=Anna", "XMP-dc:Description"),
        ("-XMP-photoshop:CaptionWriter=Anna", "XMP-photoshop:CaptionWriter"),
    ],
)
def test_a_field_that_a_person_wrote_is_never_touched(written, field, path, tmp_path):
    write_by_hand(path, written)
    before = told_by_exiftool(path)[field]
    annotated(path, tmp_path)
    annotated(path, tmp_path, known=NEWER, pipeline="newer")
    after = told_by_exiftool(path)
    assert after[field] == before
    assert field == ALT or field.startswith(f"{ALT}-") or after[ALT] == NEWER.alt
    annotated(path, tmp_path, remove=True)
    assert told_by_exiftool(path)[field] == before


def test_another_language_of_a_persons_stays_beside_ours(path, tmp_path):
    annotated(path, tmp_path)
    write_by_hand(path, f"-{ALT}-fr=Anna rit", "-XMP-dc:Description-de=Anna lacht")
    annotated(path, tmp_path, known=NEWER, pipeline="newer")
    after = told_by_exiftool(path)
    assert (after[f"{ALT}-fr"], after["XMP-dc:Description-de"]) == ("Anna rit", "Anna lacht")
    assert after[LONG] == NEWER.description
    annotated(path, tmp_path, remove=True)
    after = told_by_exiftool(path)
    del after["XMP-x:XMPToolkit"]
    assert {name: after[name] for name in after if name.startswith("XMP")} == {
        f"{ALT}-fr": "Anna rit",
        "XMP-dc:Description-de": "Anna lacht",
    }


def test_an_accepted_alt_text_leaves_other_languages(path, tmp_path):
    write_by_hand(path, f"-{ALT}-fr=Anna rit")
    annotated(path, tmp_path, alt="Anna laughs.")
    after = told_by_exiftool(path)
    assert (after[ALT], after[f"{ALT}-fr"]) == ("Anna laughs.", "Anna rit")


@pytest.mark.parametrize("elsewhere", ["-IPTC:Caption-Abstract=Anna", "sidecar"])
def test_where_a_person_wrote_elsewhere_ours_goes(elsewhere, path, tmp_path):
    annotated(path, tmp_path)
    if elsewhere == "sidecar":
        write_by_hand(tmp_path / "a.jpg.xmp", "-XMP-dc:Description=Anna")
    else:
        write_by_hand(path, elsewhere)
    annotated(path, tmp_path, known=NEWER, pipeline="newer")
    after = told_by_exiftool(path)
    assert "XMP-dc:Description" not in after
    assert after[ALT] == NEWER.alt
    annotated(path, tmp_path, remove=True)
    assert not any("XMP-dc" in name or "iptcCore" in name for name in told_by_exiftool(path))


def test_a_copy_of_ours_in_an_older_place_is_no_persons(path, tmp_path):
    annotated(path, tmp_path)
    words = [f"-IPTC:Keywords={word}" for word in TEXTS.keywords]
    write_by_hand(path, f"-IPTC:Caption-Abstract={TEXTS.caption}", *words)  # as digiKam does
    for version in ("newer", "newest"):
        annotated(path, tmp_path, known=NEWER, pipeline=version)
        after = told_by_exiftool(path)
        assert after["XMP-dc:Description"] == NEWER.caption
        assert after["XMP-dc:Subject"] == list(NEWER.keywords)


def test_damaged_texts_of_others_are_not_thrown_away(path, tmp_path):
    write_by_hand(path, "-XMP-dc:Description=Anna", "-XMP-xmp:Rating=3")
    broken = packet(path).replace(b"</rdf:Alt>", b"</rdf:Bag>")
    before = picture(path, xmp=broken).read_bytes()
    with pytest.raises(AssistantError, match="was left as it is"):
        annotated(path, tmp_path)
    assert path.read_bytes() == before


def test_what_others_wrote_is_compared_after_an_edit():
    before = {"XMP-xmp:Rating": "3", ALT: "A dog.", "XMP-x:XMPToolkit": "1"}
    now = Fields.of(before)
    assert not now.lost(Fields.of(before | {LONG: "A long text.", "XMP-x:XMPToolkit": "2"}))
    assert now.lost(Fields.of(before | {"XMP-xmp:Rating": "4"}))
    assert now.lost(Fields.of(before | {ALT: "A cat."}))


@pytest.mark.parametrize(
    "older",
    [
        "IPTC:Caption-Abstract",
        "EXIF:ImageDescription",
        "EXIF:UserComment",
        "EXIF:XPComment",
        "XMP-tiff:ImageDescription",
        "XMP-acdsee:Notes",
    ],
)
def test_a_description_in_an_older_place_is_not_hidden_by_a_new_one(older, path, tmp_path):
    write_by_hand(path, f"-{older}=Anna")
    annotated(path, tmp_path)
    after = told_by_exiftool(path)
    assert "XMP-dc:Description" not in after
    assert after[ALT] == TEXTS.alt


@pytest.mark.parametrize(
    ("older", "words"),
    [
        ("EXIF:ImageDescription", "OLYMPUS DIGITAL CAMERA         "),
        ("EXIF:ImageDescription", "SONY DSC"),
        ("EXIF:UserComment", "DCIM"),
        ("IPTC:Caption-Abstract", "Minolta DSC"),
        ("XMP-dc:Description", "OLYMPUS DIGITAL CAMERA"),
    ],
)
def test_what_a_camera_writes_by_default_is_no_persons(older, words, path, tmp_path):
    write_by_hand(path, f"-{older}={words}")
    assert annotated(path, tmp_path).kind == OutcomeKind.WRITTEN
    assert told_by_exiftool(path)["XMP-dc:Description"] == TEXTS.caption


def test_an_alt_text_is_a_persons_whatever_it_says(path, tmp_path):
    write_by_hand(path, f"-{ALT}=Screenshot")
    annotated(path, tmp_path)
    assert told_by_exiftool(path)[ALT] == "Screenshot"


def test_keywords_are_added_to_a_persons_and_taken_away_again(path, tmp_path):
    write_by_hand(path, "-XMP-dc:Subject=Ball", "-XMP-dc:Subject=1.50")
    annotated(path, tmp_path)
    assert told_by_exiftool(path)["XMP-dc:Subject"] == ["Ball", "1.50", "dog"]
    annotated(path, tmp_path, known=NEWER, pipeline="newer")
    assert told_by_exiftool(path)["XMP-dc:Subject"] == ["Ball", "1.50", "cat"]
    annotated(path, tmp_path, remove=True)
    assert told_by_exiftool(path)["XMP-dc:Subject"] == ["Ball", "1.50"]


@pytest.mark.parametrize("older", ["IPTC:Keywords", "EXIF:XPKeywords"])
def test_keywords_in_the_older_place_alone_are_not_hidden(older, path, tmp_path):
    write_by_hand(path, f"-{older}=Anna")
    annotated(path, tmp_path)
    assert "XMP-dc:Subject" not in told_by_exiftool(path)


def test_a_text_of_ours_that_a_person_changed_is_theirs_from_then_on(path, tmp_path):
    annotated(path, tmp_path)
    write_by_hand(path, f"-{ALT}=A dog called Rex with a ball.")
    annotated(path, tmp_path, known=NEWER, pipeline="newer")
    after = told_by_exiftool(path)
    assert after[ALT] == "A dog called Rex with a ball."
    assert after[LONG] == NEWER.description
    annotated(path, tmp_path, remove=True)
    after = told_by_exiftool(path)
    assert after[ALT] == "A dog called Rex with a ball."
    assert LONG not in after


def test_a_newer_version_renews_and_the_same_does_not(path, tmp_path):
    annotated(path, tmp_path)
    assert prepared(path, tmp_path).kind == OutcomeKind.DONE_BEFORE
    assert annotated(path, tmp_path, known=NEWER, pipeline="newer").kind == OutcomeKind.WRITTEN
    after = told_by_exiftool(path)
    assert after[ALT] == "A cat."
    assert sorted(after["XMP-dc:Subject"]) == ["ball", "cat"]


def test_a_picture_that_was_edited_since_gets_new_texts(path, tmp_path):
    annotated(path, tmp_path)
    picture(path, quality=20, xmp=packet(path))
    assert told_by_exiftool(path)[ALT] == TEXTS.alt
    assert prepared(path, tmp_path, known=NEWER).kind == OutcomeKind.WRITTEN


def test_only_missing_leaves_every_alt_text(path, tmp_path):
    annotated(path, tmp_path)
    assert prepared(path, tmp_path, pipeline="newer", only_missing=True).kind == OutcomeKind.KEPT
    other = picture(tmp_path / "b.jpg")
    write_by_hand(other, f"-{ALT}=Anna")
    result = prepared(other, tmp_path, only_missing=True)
    assert (result.kind, result.alt_by_person) == (OutcomeKind.KEPT, "Anna")


def test_where_nothing_is_certain_nothing_is_written(path, tmp_path):
    before = path.read_bytes()
    unsure = AltTexts(guess="I may be wrong: it could be a giraffe.")
    assert annotated(path, tmp_path, known=unsure).kind == OutcomeKind.UNSURE
    assert path.read_bytes() == before


def test_what_is_not_certain_any_more_goes_away(path, tmp_path):
    annotated(path, tmp_path)
    annotated(path, tmp_path, known=AltTexts(guess="Who knows?"), pipeline="newer")
    assert not any("glimpse" in name or "iptcCore" in name for name in told_by_exiftool(path))


def test_a_sidecar_of_a_person_is_completed_and_a_persons_word_in_it_counts(path, tmp_path):
    sidecar = tmp_path / "a.jpg.xmp"
    write_by_hand(sidecar, "-XMP-dc:Title=Holiday", f"-{ALT}=Anna")
    before = path.read_bytes()
    annotated(path, tmp_path, WriteTarget.SIDECAR)
    after = told_by_exiftool(sidecar)
    assert (after["XMP-dc:Title"], after[ALT]) == ("Holiday", "Anna")
    assert after[LONG] == TEXTS.description
    assert path.read_bytes() == before
    assert prepared(path, tmp_path).fields  # into the file, too: but not the alt text
    assert ALT not in prepared(path, tmp_path).fields
    annotated(path, tmp_path, WriteTarget.SIDECAR, remove=True)
    assert LONG not in told_by_exiftool(sidecar)


def test_a_sidecar_of_adobes_kind_is_used_where_it_is(path, tmp_path):
    write_by_hand(tmp_path / "a.xmp", "-XMP-dc:Title=Holiday")
    assert job(path).sidecar.name == "a.xmp"
    (tmp_path / "a.NEF").touch()
    assert job(path).sidecar.name == "a.jpg.xmp"  # whose it is cannot be told


@pytest.mark.parametrize("name", ["a.XMP", "a.jpg.XMP"])
def test_a_sidecar_in_capitals_is_used_where_it_is(name, path, tmp_path):
    write_by_hand(path, "-o", str(tmp_path / "made.xmp"), f"-{ALT}=Anna")
    (tmp_path / "made.xmp").rename(tmp_path / name)
    assert prepared(path, tmp_path).alt_by_person == "Anna"
    annotated(path, tmp_path, WriteTarget.SIDECAR)
    assert not (tmp_path / "a.jpg.xmp").exists()
    assert told_by_exiftool(tmp_path / name)[ALT] == "Anna"


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_sidecar_that_is_a_link_stays_one(path, tmp_path):
    real, link = tmp_path / "store" / "1.xmp", tmp_path / "a.jpg.xmp"
    real.parent.mkdir()
    write_by_hand(real, "-XMP-dc:Title=Holiday")
    link.symlink_to(real)
    assert annotated(path, tmp_path, WriteTarget.SIDECAR).made[0].place == real
    assert told_by_exiftool(link)[ALT] == TEXTS.alt


def test_hostile_words_stay_words(path, tmp_path):
    hostile = ("<=/etc/hostname", "=x", "-execute", "@/etc/hostname", "#[CSTR]a\\n", "$FileName")
    texts = replace(TEXTS, keywords=hostile, alt="<= /etc/hostname", text=hostile)
    annotated(path, tmp_path, known=texts)
    after = told_by_exiftool(path)
    assert after["XMP-dc:Subject"] == list(hostile)
    assert after["XMP-glimpse:TextFound"] == list(hostile)
    assert after[ALT] == "<= /etc/hostname"


def test_an_exiftool_that_dies_is_started_again(path, tmp_path):
    with ExifTool() as tool:
        tool.read(path, ["XMP:all"])
        tool._process.kill()
        with pytest.raises(ToolError):
            tool.read(path, ["XMP:all"])
        assert tool.read(path, ["File:all"])["SourceFile"] == str(path)
