"""Everything that the window can do, as one table: menus, Help, Preferences and ``glimpse keys``.

Qt is not needed to read it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Row:
    """One thing that the window can do.

    Attributes:
        name: how the program and the settings file call it.
        text: its words in the menu, with the ``&`` before the letter that chooses it.
        shortcut: its key as it comes, in Qt's portable text; may be empty.
        menu: the menu it stands in.
        help: one sentence that says what it does.
        toggle: it is on or off.
        group: only one of a group is on (radio items); implies ``toggle``.
        everywhere: a key that is suggested for when another program is in front; empty for what
            is no use then.
    """

    name: str
    text: str
    shortcut: str
    menu: str
    help: str
    toggle: bool = False
    group: str = ""
    everywhere: str = ""

    @property
    def plain(self) -> str:
        """The words without the mark of the menu letter and the dots."""
        return self.text.replace("&", "").rstrip("…")


_PICTURE, _EXPLAIN, _CAMERA = "&Picture", "&Explanation", "&Camera"
_SCREEN = "Sc&reen"
_SPEECH, _VIEW, _HELP = "&Speech", "&View", "&Help"

ACTIONS = (
    Row("describe", "&Describe", "Space", _PICTURE,
        "Describes the picture, or what the camera sees now."),
    Row("read", "Re&ad…", "Ctrl+R", _PICTURE, "Reads the text in the picture: the whole page."),
    Row("colour", "&Colour", "C", _PICTURE, "Says the colour in the middle of the picture."),
    Row("open", "&Open…", "Ctrl+O", _PICTURE, "Opens a picture and describes it."),
    Row("next_page", "Ne&xt page", "Ctrl+PgDown", _PICTURE,
        "Describes the next page of a document (PDF, TIFF); in the reading window, reads it."),
    Row("previous_page", "Pre&vious page", "Ctrl+PgUp", _PICTURE,
        "Goes back to the page before."),
    Row("film", "Open fil&m…", "Ctrl+Shift+O", _PICTURE,
        "Opens a film, plays it, and speaks its descriptions in the pauses."),
    Row("alt_texts", "A&lt texts for a folder…", "", _PICTURE,
        "Goes through the pictures of a folder: alt texts to accept, change or skip."),
    Row("find", "F&ind pictures…", "Ctrl+Shift+P", _PICTURE,
        "Finds pictures in your folders by words, such as: dog on a beach."),
    Row("paste", "&Paste", "Ctrl+V", _PICTURE, "Describes the picture on the clipboard."),
    Row("preferences", "Pre&ferences…", "Ctrl+,", _PICTURE,
        "Voice, level of detail, senses, camera, text size, colours and shortcuts."),
    Row("download", "&Get the standard models…", "", _PICTURE,
        "Downloads the larger models, after asking."),
    Row("quit", "&Quit", "Ctrl+Q", _PICTURE, "Closes Glimpse."),
    Row("brief", "&Brief", "Ctrl+1", _EXPLAIN, "Says one sentence.", group="level"),
    Row("standard", "&Standard", "Ctrl+2", _EXPLAIN, "Says up to three sentences.", group="level"),
    Row("full", "&Full", "Ctrl+3", _EXPLAIN, "Says everything that was seen.", group="level"),
    Row("why", "&Why?", "Ctrl+Y", _EXPLAIN,
        "Says what each sentence rests on, and how sure it is."),
    Row("ask", "As&k…", "Ctrl+F", _EXPLAIN, "Answers a question about the picture."),
    Row("at_length", "Describe at &length", "Ctrl+D", _EXPLAIN,
        "Has your engine, a bigger model, describe the picture; Glimpse says what it can confirm."),
    Row("explore", "E&xplore", "Ctrl+E", _EXPLAIN,
        "Goes to the picture: arrow keys move over it and say what is there, Esc leaves."),
    Row("copy", "&Copy", "Ctrl+C", _EXPLAIN, "Copies the selected words, or all of them."),
    Row("copy_text", "Copy picture &text", "Ctrl+Shift+C", _EXPLAIN,
        "Copies the text that was read in the picture."),
    Row("previous", "&Previous", "Alt+Left", _EXPLAIN, "Goes back to the explanation before."),
    Row("next", "&Next", "Alt+Right", _EXPLAIN, "Goes on to the explanation after."),
    Row("history", "&History", "Ctrl+H", _EXPLAIN,
        "Shows or hides the list of explanations; Enter chooses one, Esc leaves.", toggle=True),
    Row("camera", "&Camera", "Ctrl+K", _CAMERA, "Switches the camera on or off.", toggle=True),
    Row("live", "&Live", "Ctrl+L", _CAMERA,
        "Goes on describing what the camera sees, and speaks only what changes.", toggle=True),
    Row("aiming", "Help with &aiming", "Ctrl+Shift+A", _CAMERA,
        "Switches the hints for aiming the camera: spoken, tones, off."),
    Row("my_face", "Centre my &face", "Ctrl+Shift+F", _CAMERA,
        "Helps to bring your own face into the middle of the camera's picture.", toggle=True),
    Row("light_meter", "Light &meter", "Ctrl+G", _CAMERA,
        "A tone that is the higher the lighter it is where the camera looks.", toggle=True),
    Row("seek", "&Seek…", "Ctrl+Shift+S", _CAMERA,
        "Leads the camera to a thing, by tones and words; the same key or Esc ends it."),
    Row("teach", "&Teach a thing…", "Ctrl+T", _CAMERA,
        "Teaches Glimpse a thing of your own, and lists what you taught."),
    Row("describe_window", "Describe the &window", "Ctrl+Shift+W", _SCREEN,
        "Describes the window that was in front before Glimpse.", everywhere="Ctrl+Alt+W"),
    Row("read_window", "&Read the window", "Ctrl+Shift+R", _SCREEN,
        "Reads all the text in the window that was in front before Glimpse.",
        everywhere="Ctrl+Alt+R"),
    Row("describe_screen", "Describe the whole &screen", "Ctrl+Shift+D", _SCREEN,
        "Describes all of the screen but Glimpse's own windows.", everywhere="Ctrl+Alt+S"),
    Row("describe_part", "Describe a &part of the screen…", "Ctrl+Shift+E", _SCREEN,
        "Describes a part: arrow keys move it, Shift and arrow keys change its size.",
        everywhere="Ctrl+Alt+E"),
    Row("stop", "&Stop", "Esc", _SPEECH,
        "Stops speaking and describing, and puts away a notice."),
    Row("repeat", "&Repeat", "F5", _SPEECH, "Says the last thing again."),
    Row("mute", "&Mute", "Ctrl+M", _SPEECH, "Shows explanations without speaking.", toggle=True),
    Row("speaker", "&Who speaks", "Ctrl+Shift+M", _SPEECH,
        "Changes who speaks: automatic, Glimpse's own voice, the screen reader."),
    Row("faster", "&Faster", "Alt+Up", _SPEECH, "Speaks faster."),
    Row("slower", "S&lower", "Alt+Down", _SPEECH, "Speaks slower."),
    Row("louder", "L&ouder", "Alt+PgUp", _SPEECH, "Speaks louder."),
    Row("softer", "Sof&ter", "Alt+PgDown", _SPEECH, "Speaks more softly."),
    Row("bigger", "&Bigger text", "Ctrl++", _VIEW, "Makes the explanation's letters bigger."),
    Row("smaller", "&Smaller text", "Ctrl+-", _VIEW, "Makes the explanation's letters smaller."),
    Row("status", "What are you &doing?", "F2", _HELP, "Says what Glimpse is doing now."),
    Row("help", "&Keys and help", "F1", _HELP,
        "Opens the pages of help: first steps, all keys and commands; they can be searched."),
)  # fmt: skip


def by_menu(changed: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each menu with its actions: the key, or "no key", and what it does.

    Args:
        changed: action name → key, for those that the user has changed.
    """
    for menu, rows in groupby(ACTIONS, key=lambda row: row.menu):
        told = [
            (changed.get(row.name, row.shortcut) or "no key", f"{row.plain}. {row.help}")
            for row in rows
        ]
        yield menu.replace("&", ""), told
