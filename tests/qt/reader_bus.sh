# A screen, an accessibility bus, a screen reader on it, and a walk through the windows.
# Run it inside dbus-run-session. Usage: reader_bus.sh PYTHON AT_SPI_LAUNCHER FOLDER
python=$1 launcher=$2 here=$(dirname "$0")
export XDG_RUNTIME_DIR=$3 QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 3>"$3/display" 2>/dev/null & screen=$!
for _ in $(seq 1200); do [ -s "$3/display" ] && break; sleep 0.05; done
DISPLAY=:$(cat "$3/display")
export DISPLAY
"$launcher" --launch-immediately >/dev/null 2>&1 & bus=$!
/usr/bin/python3 "$here/play_reader.py" >>"$3/spoken" 2>"$3/reader.log" & reader=$!
trap 'kill $reader $screen $bus' EXIT
for _ in $(seq 1200); do grep -q ready "$3/spoken" && break; sleep 0.05; done
dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus \
  org.freedesktop.DBus.Properties.Set string:org.a11y.Status string:ScreenReaderEnabled \
  variant:boolean:true >/dev/null
"$python" -m tests.qt.reader_run "$3/spoken" >"$3/run.log" 2>&1 || cat "$3/run.log" "$3/reader.log" >&2
