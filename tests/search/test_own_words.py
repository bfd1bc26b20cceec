"""What people wrote into their pictures."""

import shutil
import subprocess

import pytest
from PIL import Image

from assistant import senses
from assistant.library import fields
from assistant.metadata.camera_words import is_default
from assistant.search import database
from assistant.search.facts import Dated
from assistant.search.finding import find
from assistant.search.indexing import IndexingKind, index
from assistant.search.own_words import OwnWords
from assistant.work import Setup
from tests.search.made import fill, record, saw
from tests.search.telling import bag, packet, picture, words


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "tif"])
def test_keywords_captions_names_and_places_are_found_in_xmp(tmp_path, kind):
    region = '<rdf:li><rdf:Description mwg-rs:Name="Anna" mwg-rs:Type="Face"/></rdf:li>'
    told = packet(
        bag("dc:subject", "birthday", "cake"),
        bag("lr:hierarchicalSubject", "Family|Uncle Tom"),
        bag("digiKam:TagsList", "Pets/Rex"),
        "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Blowing out</rdf:li></rdf:Alt></dc:title>",
        bag("Iptc4xmpExt:PersonInImage", "Émile Ünal"),
        f"<mwg-rs:Regions><mwg-rs:RegionList><rdf:Bag>{region}</rdf:Bag></mwg-rs:RegionList>"
        "</mwg-rs:Regions>",
        "<MP:RegionInfo><MPRI:Regions><rdf:Bag><rdf:li MPReg:PersonDisplayName='Bob'/></rdf:Bag>"
        "</MPRI:Regions></MP:RegionInfo>",
    )
    options = {"tiffinfo": {700: told}} if kind == "tif" else {"xmp": told}
    if kind == "png":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", told.decode())
        options = {"pnginfo": info}
    assert words(picture(tmp_path / f"a.{kind}", **options)) == OwnWords(
        keywords="birthday\ncake\nFamily\nUncle Tom\nPets\nRex",
        captions="Blowing out",
        people="Émile Ünal\nAnna\nBob",
        places="Rome",
    )


def test_windows_own_fields_and_exif(tmp_path):
    exif = Image.Exif()
    exif[0x9C9E] = "garden;Großmutter\0".encode("utf-16-le")
    exif[0x9C9B] = "Summer\0".encode("utf-16-le")
    exif[270] = "At the lake"
    found = words(picture(tmp_path / "a.jpg", exif=exif))
    assert found == OwnWords(keywords="garden\nGroßmutter", captions="Summer\nAt the lake")


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_older_fields_of_iptc(tmp_path):
    path = picture(tmp_path / "a.jpg")
    line = ["exiftool", "-q", "-overwrite_original", "-IPTC:Keywords=wedding", "-IPTC:Keywords=Zoë"]
    line += ["-IPTC:Caption-Abstract=The first dance", "-IPTC:City=Lyon", "-charset", "iptc=utf8"]
    subprocess.run([*line, "-codedcharacterset=utf8", path], check=True)
    assert words(path) == OwnWords("wedding\nZoë", "The first dance", "", "Lyon")


def test_a_sidecar_counts_and_what_glimpse_wrote_does_not(tmp_path):
    path = picture(tmp_path / "a.jpg")
    mark = fields.entry(fields.KEYWORDS, "dog")
    told = packet(bag("dc:subject", "dog", "Rex"), bag("glimpse:Wrote", mark))
    (tmp_path / "a.jpg.xmp").write_bytes(told)
    assert words(path).keywords == "Rex"


@pytest.mark.parametrize("told", [b"<x:xmpmeta", b"\xff\xfe\0", b"<a>&b;</a>", b""])
def test_damaged_metadata_harms_nothing(tmp_path, told):
    path = picture(tmp_path / "a.jpg", xmp=told)
    (tmp_path / "a.jpg.xmp").write_bytes(told)
    assert words(path) == OwnWords()


@pytest.mark.parametrize(
    "text",
    [
        "OLYMPUS DIGITAL CAMERA", "OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "DCIM",
        "Minolta DSC",
        "KONICA MINOLTA DIGITAL CAMERA", "<KENOX S760  / Samsung S760>", "Exif_JPEG_PICTURE", "dav",
        "SAMSUNG CAMERA PICTURES", "NIKON CORPORATION", "Processed with VSCO with a6 preset",
        "Created with GIMP", "DSC00123", "IMG_1234.JPG", "   ", "\0\0",
    ],
)  # fmt: skip
def test_what_a_camera_writes_by_default_is_no_persons(tmp_path, text):
    assert is_default(text)
    exif = Image.Exif()
    exif[270] = text
    clean = text.replace("\0", " ").replace("<", "&lt;")
    default = f"<rdf:Alt><rdf:li xml:lang='x-default'>{clean}</rdf:li></rdf:Alt>"
    told = packet(f"<dc:description>{default}</dc:description>")
    path = picture(tmp_path / "a.jpg", exif=exif, xmp=told)
    assert words(path).captions == ""


@pytest.mark.parametrize(
    "text",
    ["Apple", "1945", "Made by grandmother", "Taken on my birthday", "Anna", "A new camera",
     "Sam 2019", "My first digital camera", "Sony the cat", "Created by Anna"],
)  # fmt: skip
def test_what_a_person_wrote_is_never_taken_for_a_cameras(text):
    assert not is_default(text)


def reasons(asked):
    with database.reading() as opened:
        return {r.path.stem: r.reason for r in find(opened, asked).results}


def test_searches_find_own_words_and_say_so(tmp_path):
    own = OwnWords("birthday\nold cake", "Blowing out the candles", "Anna Schmidt", "Rome")
    fill(
        tmp_path,
        {
            "told.jpg": record(saw("person"), words=own),
            "seen.jpg": record(saw("dog"), taken="2019-07-04 00:00", dated=Dated.NAME),
            "tagged.jpg": record(words=OwnWords("dog")),
        },
    )
    assert reasons("birthday") == {"told": "it has the keyword: birthday"}
    assert reasons("cakes") == {"told": "it has the keyword: old cake"}
    assert reasons("candles") == {"told": "its caption says: “Blowing out the candles”"}
    assert reasons("anna") == {"told": "it names: Anna Schmidt"}
    assert reasons("rome") == {"told": "its place is given as: Rome"}
    assert reasons("dog") == {"seen": "dog: sure", "tagged": "it has the keyword: dog"}
    assert reasons("july 2019") == {"seen": "taken on 2019-07-04, by its name"}


@pytest.mark.timeout(300)  # a process loads the networks
def test_a_sidecar_that_is_written_later_is_found(tmp_path):
    picture(tmp_path / "photos" / "IMG-20190704-WA0003.jpg")
    setup = Setup(senses=senses.without(("text", "codes", "people")), workers=1)
    kinds = [step.kind for step in index(setup, [tmp_path / "photos"])]
    assert kinds[0] == IndexingKind.ADDED
    assert list(reasons("2019")) == ["IMG-20190704-WA0003"]
    assert reasons("wedding") == {}
    sidecar = tmp_path / "photos" / "IMG-20190704-WA0003.xmp"
    sidecar.write_bytes(packet(bag("dc:subject", "wedding")))
    assert IndexingKind.CHANGED in [step.kind for step in index(setup, [])]
    assert reasons("wedding") == {"IMG-20190704-WA0003": "it has the keyword: wedding"}
    assert [step.kind for step in index(setup, [])] == []
