"""Everything that the window can do, as one table: menus, Help, Preferences and ``glimpse keys``.

Qt is not needed to read it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Action:
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
    Action("describe", "&Describe", "Space", _PICTURE,
        "Describes the picture, or what the camera sees now."),
    Action("read", "Re&ad…", "Ctrl+R", _PICTURE, "Reads the text in the picture: the whole page."),
    Action("colour", "&Colour", "C", _PICTURE, "Says the colour in the middle of the picture."),
    Action("open", "&Open…", "Ctrl+O", _PICTURE, "Opens a picture and describes it."),
    Action("next_page", "Ne&xt page", "Ctrl+PgDown", _PICTURE,
        "Describes the next page of a document (PDF, TIFF); in the reading window, reads it."),
    Action("previous_page", "Pre&vious page", "Ctrl+PgUp", _PICTURE,
        "Goes back to the page before."),
    Action("film", "Open fil&m…", "Ctrl+Shift+O", _PICTURE,
        "Opens a film, plays it, and speaks its descriptions in the pauses."),
    Action("alt_texts", "A&lt texts for a folder…", "", _PICTURE,
        "Goes through the pictures of a folder: alt texts to accept, change or skip."),
    Action("find", "F&ind pictures…", "Ctrl+Shift+P", _PICTURE,
        "Finds pictures in your folders by words, such as: dog on a beach."),
    Action("paste", "&Paste", "Ctrl+V", _PICTURE, "Describes the picture on the clipboard."),
    Action("preferences", "Pre&ferences…", "Ctrl+,", _PICTURE,
        "Voice, level of detail, senses, camera, text size, colours and shortcuts."),
    Action("download", "&Get the standard models…", "", _PICTURE,
        "Downloads the larger models, after asking."),
    Action("quit", "&Quit", "Ctrl+Q", _PICTURE, "Closes Glimpse."),
    Action("brief", "&Brief", "Ctrl+1", _EXPLAIN, "Says one sentence.", group="level"),
    Action("standard", "&Standard", "Ctrl+2", _EXPLAIN, "Says up to three sentences.",
        group="level"),
    Action("full", "&Full", "Ctrl+3", _EXPLAIN, "Says everything that was seen.", group="level"),
    Action("why", "&Why?", "Ctrl+Y", _EXPLAIN,
        "Says what each sentence rests on, and how sure it is."),
    Action("ask", "As&k…", "Ctrl+F", _EXPLAIN, "Answers a question about the picture."),
    Action("at_length", "Describe at &length", "Ctrl+D", _EXPLAIN,
        "Has your engine, a bigger model, describe the picture; Glimpse says what it can confirm."),
    Action("explore", "E&xplore", "Ctrl+E", _EXPLAIN,
        "Goes to the picture: arrow keys move over it and say what is there, Esc leaves."),
    Action("copy", "&Copy", "Ctrl+C", _EXPLAIN, "Copies the selected words, or all of them."),
    Action("copy_text", "Copy picture &text", "Ctrl+Shift+C", _EXPLAIN,
        "Copies the text that was read in the picture."),
    Action("previous", "&Previous", "Alt+Left", _EXPLAIN, "Goes back to the explanation before."),
    Action("next", "&Next", "Alt+Right", _EXPLAIN, "Goes on to the explanation after."),
    Action("history", "&History", "Ctrl+H", _EXPLAIN,
        "Shows or hides the list of explanations; Enter chooses one, Esc leaves.", toggle=True),
    Action("camera", "&Camera", "Ctrl+K", _CAMERA, "Switches the camera on or off.", toggle=True),
    Action("live", "&Live", "Ctrl+L", _CAMERA,
        "Goes on describing what the camera sees, and speaks only what changes.", toggle=True),
    Action("aiming", "Help with &aiming", "Ctrl+Shift+A", _CAMERA,
        "Switches the hints for aiming the camera: spoken, tones, off."),
    Action("my_face", "Centre my &face", "Ctrl+Shift+F", _CAMERA,
        "Helps to bring your own face into the middle of the camera's picture.", toggle=True),
    Action("light_meter", "Light &meter", "Ctrl+G", _CAMERA,
        "A tone that is the higher the lighter it is where the camera looks.", toggle=True),
    Action("seek", "&Seek…", "Ctrl+Shift+S", _CAMERA,
        "Leads the camera to a thing, by tones and words; the same key or Esc ends it."),
    Action("teach", "&Teach a thing…", "Ctrl+T", _CAMERA,
        "Teaches Glimpse a thing of your own, and lists what you taught."),
    Action("describe_window", "Describe the &window", "Ctrl+Shift+W", _SCREEN,
        "Describes the window that was in front before Glimpse.", everywhere="Ctrl+Alt+W"),
    Action("read_window", "&Read the window", "Ctrl+Shift+R", _SCREEN,
        "Reads all the text in the window that was in front before Glimpse.",
        everywhere="Ctrl+Alt+R"),
    Action("describe_screen", "Describe the whole &screen", "Ctrl+Shift+D", _SCREEN,
        "Describes all of the screen but Glimpse's own windows.", everywhere="Ctrl+Alt+S"),
    Action("describe_part", "Describe a &part of the screen…", "Ctrl+Shift+E", _SCREEN,
        "Describes a part: arrow keys move it, Shift and arrow keys change its size.",
        everywhere="Ctrl+Alt+E"),
    Action("stop", "&Stop", "Esc", _SPEECH,
        "Stops speaking and describing, and puts away a notice."),
    Action("repeat", "&Repeat", "F5", _SPEECH, "Says the last thing again."),
    Action("mute", "&Mute", "Ctrl+M", _SPEECH, "Shows explanations without speaking.", toggle=True),
    Action("speaker", "&Who speaks", "Ctrl+Shift+M", _SPEECH,
        "Changes who speaks: automatic, Glimpse's own voice, the screen reader."),
    Action("faster", "&Faster", "Alt+Up", _SPEECH, "Speaks faster."),
    Action("slower", "S&lower", "Alt+Down", _SPEECH, "Speaks slower."),
    Action("louder", "L&ouder", "Alt+PgUp", _SPEECH, "Speaks louder."),
    Action("softer", "Sof&ter", "Alt+PgDown", _SPEECH, "Speaks more softly."),
    Action("bigger", "&Bigger text", "Ctrl++", _VIEW, "Makes the explanation's letters bigger."),
    Action("smaller", "&Smaller text", "Ctrl+-", _VIEW, "Makes the explanation's letters smaller."),
    Action("status", "What are you &doing?", "F2", _HELP, "Says what Glimpse is doing now."),
    Action("help", "&Keys and help", "F1", _HELP,
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
