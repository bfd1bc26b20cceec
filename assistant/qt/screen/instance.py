"""One Glimpse for each user and desktop: a second start hands its wish to the first one."""

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from assistant import paths

_PATIENCE_MS = 5000  # a Glimpse that does not answer in that time is not to be relied on
_DISPLAYS = ("WAYLAND_DISPLAY", "DISPLAY", "SESSIONNAME")
_LONGEST = 16_384  # bytes of a wish
_HEARD = b"heard\n"


def send(wish: str) -> bool:
    """Hand a wish to a Glimpse that runs; returns whether there is one that took it."""
    socket = QLocalSocket()
    socket.connectToServer(_name())
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(wish.encode("utf-8", "surrogateescape") + b"\n")
    heard = b""
    while not heard.endswith(b"\n") and socket.waitForReadyRead(_PATIENCE_MS):
        heard += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    return heard == _HEARD


class Instance(QObject):
    """Takes the wishes of later starts.

    Signals:
        wished(wish): what another start wants to be done.
    """

    wished = Signal(object)  # as a str Qt would take away what is no character

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        if not self._server.listen(_name()):
            # Nobody answered there before we began: it is what a Glimpse left that was killed.
            QLocalServer.removeServer(_name())
            self._server.listen(_name())

    def close(self) -> None:
        """Take no more."""
        self._server.close()

    def _connected(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        line = bytes(socket.readLine().data())
        wish = line.decode("utf-8", "surrogateescape").rstrip("\n")
        socket.write(_HEARD)
        socket.flush()
        self.wished.emit(wish)


def _name() -> str:
    """The same for one user, one set of settings and one desktop."""
    where = [str(paths.config_dir()), *(os.environ.get(name, "") for name in _DISPLAYS)]
    name = f"glimpse-{hashlib.sha256(os.fsencode(' '.join(where))).hexdigest()[:16]}"
    # Where only this user may write: in /tmp another user could be there before us.
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return str(Path(folder) / name) if Path(folder).is_dir() and folder else name
