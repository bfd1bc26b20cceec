"""What people wrote into their pictures, and the dates in the names of files."""

import shutil
import subprocess

import pytest
from PIL import Image

from assistant import senses
from assistant.library import fields
from assistant.metadata.camera_words import is_default
from assistant.search import database
from assistant.search.facts import Dated, date_of_name, facts
from assistant.search.finding import find
from assistant.search.indexing import IndexingKind, index
from assistant.search.own_words import OwnWords
from assistant.work import Setup
from tests.search.made import fill, record, saw

_PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
 xmlns:MP="http://ns.microsoft.com/photo/1.2/" xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
 xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#"
 xmlns:glimpse="urn:uuid:ad3a5465-ddf9-47b2-a746-000528a36508#">
<rdf:Description rdf:about="" photoshop:City="Rome" {attributes}>{properties}</rdf:Description>
</rdf:RDF></x:xmpmeta>"""


def bag(name, *items):
    listed = "".join(f"<rdf:li>{item}</rdf:li>" for item in items)
    return f"<{name}><rdf:Bag>{listed}</rdf:Bag></{name}>"


def packet(*properties, attributes=""):
    return _PACKET.format(attributes=attributes, properties="".join(properties)).encode()


def picture(path, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (64, 48), "grey").save(path, **options)
    return path


def words(path):
    return facts(path).words


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


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("IMG-20190704-WA0003", "2019-07-04 00:00"),
        ("PXL_20230507_101112345", "2023-05-07 10:11"),
        ("Screenshot_2021-03-04-10-11-12-123_com.app", "2021-03-04 10:11"),
        ("Screenshot 2021-03-04 at 10.11.12", "2021-03-04 10:11"),
        ("20190704_101010", "2019-07-04 10:10"),
        ("IMG_20190704_101010_HDR", "2019-07-04 10:10"),
        ("WhatsApp Image 2019-07-04 at 22.11.12", "2019-07-04 22:11"),
        ("VID20190704101010", "2019-07-04 10:10"),
        ("signal-2022-12-31-235959_001", "2022-12-31 23:59"),
        ("2018-02-03 15.16.17", "2018-02-03 15:16"),
        ("Oma 04.07.2019", "2019-07-04 00:00"),
        ("2001-09-08 birthday 12", "2001-09-08 00:00"),
    ],
)
def test_dates_in_names(name, when):
    found = date_of_name(name)
    assert found is not None
    assert found.isoformat(sep=" ", timespec="minutes") == when


@pytest.mark.parametrize(
    "name",
    ["IMG_1234", "DSC01907", "20190230", "scan 19450508", "120190704", "20991231_101010",
     "12345678", "photo-1920x1080", "2019", "A4 300dpi", "10203040506070",
     "550e8400-e29b-41d4-a716-446655440000"],
)  # fmt: skip
def test_numbers_that_are_no_dates(name):
    assert date_of_name(name) is None


def test_a_telephones_clock_in_a_name():
    found = date_of_name("FB_IMG_1562234567890")
    assert found is not None
    assert found.date().isoformat() == "2019-07-04"
    assert date_of_name("received_1562234567890123") is None


def test_metadata_come_before_the_name_and_the_name_before_the_file(tmp_path):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2015:01:02 03:04:05"
    told = facts(picture(tmp_path / "IMG-20190704-WA0003.jpg", exif=exif))
    assert (told.taken, told.dated) == ("2015-01-02 03:04", Dated.CAMERA)
    told = facts(picture(tmp_path / "IMG-20190704-WA0004.jpg"))
    assert (told.taken, told.dated) == ("2019-07-04 00:00", Dated.NAME)
    entered = packet(attributes='photoshop:DateCreated="1955-06-01"')
    told = facts(picture(tmp_path / "scan_2020-01-01.jpg", xmp=entered))
    assert (told.taken, told.dated) == ("1955-06-01 00:00", Dated.CAMERA)
    assert facts(picture(tmp_path / "a.jpg")).dated == Dated.FILE


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


def box(kind, *contents):
    data = b"".join(contents)
    return (8 + len(data)).to_bytes(4, "big") + kind + data


def _exif(tags, inner=None):
    made = Image.Exif()
    made.update(tags)
    made.get_ifd(0x8769).update(inner or {})
    return made.tobytes().removeprefix(b"Exif\0\0")


_JXL = box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl ", bytes(4), b"jxl ")
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_ADOBE = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def _made_of_boxes(path, told, caption, when):
    """A JPEG XL or CR3 file as far as its metadata go: there is no picture in it."""
    if path.suffix == ".jxl":
        exif = _exif({0x010E: caption}, {0x9003: when})
        path.write_bytes(
            _JXL + box(b"Exif", bytes(4), exif) + box(b"xml ", told) + box(b"jxlc", b"\xff\x0a")
        )
    else:
        own = box(b"uuid", _CANON, box(b"CMT1", _exif({0x010E: caption})),
                  box(b"CMT2", _exif({0x9003: when})))  # fmt: skip
        path.write_bytes(
            box(b"ftyp", b"crx ", bytes(4)) + box(b"moov", own) + box(b"uuid", _ADOBE, told)
            + box(b"mdat", bytes(1000))
        )  # fmt: skip
    return path


@pytest.mark.parametrize("name", ["a.jxl", "b.cr3"])
def test_files_of_boxes_tell_words_and_date(tmp_path, name):
    told = packet(bag("dc:subject", "birthday"), bag("Iptc4xmpExt:PersonInImage", "Anna"))
    path = _made_of_boxes(tmp_path / name, told, "Blowing out", "2019:07:04 10:11:12")
    found = facts(path)
    assert found.words == OwnWords("birthday", "Blowing out", "Anna", "Rome")
    assert (found.taken, found.dated) == ("2019-07-04 10:11", Dated.CAMERA)


@pytest.mark.parametrize("name", ["a.jxl", "b.cr3"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_cut_off_file_of_boxes_tells_what_is_there(tmp_path, name, share):
    told = packet(bag("dc:subject", "birthday"))
    path = _made_of_boxes(tmp_path / name, told, "Blowing out", "2019:07:04 10:11:12")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert facts(path).words.keywords in ("", "birthday")


def test_boxes_in_boxes_without_end_tell_nothing(tmp_path):
    path = tmp_path / "a.cr3"
    deep = b"".join((8 * n).to_bytes(4, "big") + b"moov" for n in range(5000, 0, -1))
    path.write_bytes(box(b"ftyp", b"crx ", bytes(4)) + deep)
    assert facts(path).words == OwnWords()


def test_compressed_metadata_of_a_jpeg_xl_are_read_by_its_decoder(tmp_path):
    import pylibjxl

    pylibjxl.register_pillow()
    path = tmp_path / "a.jxl"
    Image.new("RGB", (64, 48), "grey").save(
        path, exif=_exif({0x010E: "Blowing out"}), xmp=packet(bag("dc:subject", "birthday"))
    )
    assert facts(path).words == OwnWords("birthday", "Blowing out", places="Rome")
