"""Pictures of the screen: of the window in front, of a part, of all of it.

::

    capture(what) → Frame with frame.screen

capture.py asks the desk of this system: x11.py, wayland.py (the portal), windows.py or macos.py.
desk.py has what they share, own.py takes Glimpse's own windows out, elements.py asks the
accessibility tree, region.py has parts by words and numbers.
"""

from assistant.screen.capture import capture
from assistant.screen.desk import Area, What
from assistant.screen.region import Region, cut, parsed, region

__all__ = ["Area", "Region", "What", "capture", "cut", "parsed", "region"]
