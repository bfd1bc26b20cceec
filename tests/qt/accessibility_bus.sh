# A screen, an accessibility bus, the window on it, and what a screen reader finds there.
# Run it inside dbus-run-session. Usage: accessibility_bus.sh PYTHON AT_SPI_LAUNCHER FOLDER
python=$1 launcher=$2 here=$(dirname "$0")
export XDG_RUNTIME_DIR=$3 QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 3>"$3/display" 2>/dev/null & screen=$!
"$launcher" --launch-immediately >/dev/null 2>&1 & bus=$!
trap 'kill $screen $bus' EXIT
for _ in $(seq 1200); do [ -s "$3/display" ] && break; sleep 0.05; done
DISPLAY=:$(cat "$3/display")
export DISPLAY
"$python" -m tests.qt.show_window & window=$!
/usr/bin/python3 "$here/read_tree.py"
kill $window
wait $window
