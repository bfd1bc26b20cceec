#!/usr/bin/env bash
# Set up Glimpse in a checkout: a Python environment and the system libraries it needs.
#
#   packaging/setup.sh [describe|window|dev|ci]
#
#   describe   the command line: Python packages, the voice (espeak-ng), sound (portaudio)
#   window     that, and what Qt's window and its sound need
#   dev        that, and the tools for tests and checks
#   ci         that, and a virtual screen, a sound server, an accessibility bus and Orca
#
# Every message goes to standard error. Run again, it does nothing and takes a few milliseconds.
# VENV names the environment (default .venv), PYTHON the interpreter to make it with.
# No root is asked for unless a system package is missing.
set -euo pipefail

goal=${1:-describe}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=${VENV:-$root/.venv}
case $venv in /*) ;; *) venv=$PWD/$venv ;; esac
# torch 2.13 has wheels for these.
oldest=11 newest=14

say() { printf 'glimpse set-up: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Goals as steps, each of which contains those before it.
case $goal in
  describe) level=1 ;; window) level=2 ;; dev) level=3 ;; ci) level=4 ;;
  *) die "There is no goal '$goal'. Choose describe, window, dev or ci." ;;
esac

# One line each: the goal's level, how to find the thing, Debian's package that has it.
# Libraries are those that the voice, portaudio and PySide6's platform (xcb, Wayland) and media
# plugins name as needed and that the wheels do not carry.
requirements() {
  cat <<'END'
1 lib:libespeak-ng.so.1 espeak-ng
1 lib:libportaudio.so.2 libportaudio2
2 cmd:exiftool libimage-exiftool-perl
2 lib:libEGL.so.1 libegl1
2 lib:libGL.so.1 libgl1
2 lib:libfontconfig.so.1 libfontconfig1
2 lib:libfreetype.so.6 libfreetype6
2 lib:libglib-2.0.so.0 libglib2.0-0
2 lib:libdbus-1.so.3 libdbus-1-3
2 lib:libgssapi_krb5.so.2 libgssapi-krb5-2
2 lib:libbrotlidec.so.1 libbrotli1
2 lib:libpulse.so.0 libpulse0
2 lib:libdrm.so.2 libdrm2
2 lib:libX11-xcb.so.1 libx11-xcb1
2 lib:libXext.so.6 libxext6
2 lib:libXrandr.so.2 libxrandr2
2 lib:libxkbcommon.so.0 libxkbcommon0
2 lib:libxkbcommon-x11.so.0 libxkbcommon-x11-0
2 lib:libxcb-cursor.so.0 libxcb-cursor0
2 lib:libxcb-icccm.so.4 libxcb-icccm4
2 lib:libxcb-image.so.0 libxcb-image0
2 lib:libxcb-keysyms.so.1 libxcb-keysyms1
2 lib:libxcb-randr.so.0 libxcb-randr0
2 lib:libxcb-render-util.so.0 libxcb-render-util0
2 lib:libxcb-shape.so.0 libxcb-shape0
2 lib:libxcb-shm.so.0 libxcb-shm0
2 lib:libxcb-sync.so.1 libxcb-sync1
2 lib:libxcb-util.so.1 libxcb-util1
2 lib:libxcb-xfixes.so.0 libxcb-xfixes0
2 lib:libxcb-xkb.so.1 libxcb-xkb1
2 lib:libwayland-cursor.so.0 libwayland-cursor0
4 cmd:Xvfb xvfb
4 cmd:xclip xclip
4 cmd:xauth xauth
4 cmd:xdotool xdotool
4 cmd:pulseaudio pulseaudio
4 cmd:parec pulseaudio-utils
4 cmd:espeak-ng espeak-ng
4 cmd:openbox openbox
4 cmd:orca orca
4 cmd:speech-dispatcher speech-dispatcher
4 cmd:dbus-run-session dbus-daemon
4 cmd:dbus-send dbus-bin
4 file:/usr/libexec/at-spi-bus-launcher at-spi2-core
4 file:/usr/lib/python3/dist-packages/pyatspi/__init__.py python3-pyatspi
4 cmd:ffmpeg ffmpeg
4 cmd:chromium chromium
4 file:/usr/share/fonts/truetype/freefont/FreeSerif.ttf fonts-freefont-ttf
4 cmd:desktop-file-validate desktop-file-utils
END
}

# Prints those of the named libraries that the loader does not find. It is asked through Python,
# which is the same on every distribution and needs no package database.
absent_libraries() {
  "$python" - "$@" <<'END'
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
END
}

present() {
  case $1 in
    lib:*) case $absent in *" ${1#lib:} "*) return 1 ;; esac ;;
    cmd:*) command -v "${1#cmd:}" >/dev/null ;;
    file:*) [ -e "${1#file:}" ] ;;
  esac
}

missing_packages() {
  local at probe package absent
  # shellcheck disable=SC2046 # one word for each library
  absent=" $(absent_libraries $(requirements | sed -n 's/^. lib:\([^ ]*\) .*/\1/p') | tr '\n' ' ')"
  while read -r at probe package; do
    if [ "$at" -le "$level" ] && ! present "$probe"; then printf '%s ' "$package"; fi
  done < <(requirements)
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif [ -t 0 ]; then sudo -- "$@"
  else sudo -n -- "$@"
  fi
}

# Installs the named Debian packages; false, with one line that says what is missing, if it cannot.
apt_install() {
  if ! command -v apt-get >/dev/null; then
    say "Missing here: $*. Those are Debian's names; install the like with your system's tool."
    return 1
  fi
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    say "Missing here: $*. As root, run: apt-get install $*"
    return 1
  fi
  say "Installing these system packages: $*."
  if ! as_root env DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get -q update; apt-get -q -y --no-install-recommends install "$@"' sh "$@" >&2; then
    say "Missing here: $*. They could not be installed; as root, run: apt-get install $*"
    return 1
  fi
}

fits() {
  "$1" -c "import sys; sys.exit(not (3, $oldest) <= sys.version_info[:2] <= (3, $newest))" \
    2>/dev/null
}

# Sets python to an interpreter of the right age that can make environments.
find_python() {
  local name
  python=
  for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
    if fits "$name"; then python=$name; break; fi
  done
  [ -n "$python" ]
}

can_make_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

need_python() {
  if ! find_python && ! command -v python3 >/dev/null; then
    apt_install python3 python3-venv || true
  fi
  find_python || die "Glimpse needs Python 3.$oldest to 3.$newest, and $(python3 --version \
    2>/dev/null || echo "no Python") is here. Install one, or name it: PYTHON=/path/to/python3.12"
  can_make_venv || apt_install "$("$python" -c \
    'import sys; print(f"python3.{sys.version_info[1]}-venv")')" || true
  can_make_venv || die "This Python ($python) cannot make environments: install python3-venv."
}

need_libraries() {
  local missing
  [ "$(uname)" = Linux ] || return 0 # elsewhere the wheels carry all of it
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # one word for each package
  apt_install $missing && missing=$(missing_packages) && [ -z "$missing" ] && return 0
  # Text comes without a voice; a window does not come without its libraries.
  [ "$level" -eq 1 ] || die "Without these packages I cannot go on: ${missing% }."
  say "I go on without: ${missing% }. There may be no speech."
  incomplete=yes
}

# pip can be silent for minutes; who cannot see a bar hears that it goes on.
heartbeat() {
  local minutes=0
  while sleep 60; do
    minutes=$((minutes + 1))
    say "Still installing, $minutes min."
  done
}

pip_install() {
  local log beat
  log=$(mktemp "${TMPDIR:-/tmp}/glimpse-set-up.XXXXXX")
  say "Installing the Python packages. The first time this takes some minutes and some GB."
  heartbeat &
  beat=$!
  # shellcheck disable=SC2064 # the value of now is meant
  trap "kill $beat 2>/dev/null || true" EXIT
  if ! "$venv/bin/python" -m pip install --progress-bar off --disable-pip-version-check \
    --editable "$root$1" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "The Python packages could not be installed. The whole of pip's words: $log"
  fi
  kill "$beat" 2>/dev/null || true
  trap - EXIT
  rm -f "$log"
}

need_environment() {
  if ! fits "$venv/bin/python"; then
    # Only ever wipe what was an environment, whatever VENV names.
    if [ -n "$(ls -A "$venv" 2>/dev/null)" ] && [ ! -e "$venv/pyvenv.cfg" ]; then
      die "$venv is not a Python environment. Name another folder with VENV."
    fi
    say "Making the Python environment $venv."
    "$python" -m venv --clear "$venv" >&2
  fi
  if [ "$packages_level" -ge 3 ]; then pip_install '[dev]'; else pip_install ''; fi
}

# What a finished set-up depends on; any change of it makes the stamps void.
fingerprint() {
  {
    printf '%s\n' "$root" "$venv"
    "$venv/bin/python" --version
    cat "$root/pyproject.toml" "${BASH_SOURCE[0]}"
  } 2>/dev/null | cksum
}

# is_done system|packages LEVEL: a set-up for a higher goal serves the lower ones.
is_done() {
  local stamp
  [ -x "$venv/bin/glimpse" ] || return 1
  for stamp in "$venv/.set-up-$1"-*; do
    if [ "${stamp##*-}" -ge "$2" ] && [ "$(cat "$stamp")" = "$now" ]; then return 0; fi
  done 2>/dev/null
  return 1
}

stamp() { fingerprint >"$venv/.set-up-$1-$2"; }

packages_level=$((level >= 3 ? 3 : 1))
now=$(fingerprint || true)
if is_done system "$level" && is_done packages "$packages_level"; then exit 0; fi
python=$venv/bin/python
fits "$python" || need_python
incomplete=
is_done system "$level" || need_libraries
is_done packages "$packages_level" || need_environment
stamp packages "$packages_level"
[ -n "$incomplete" ] || stamp system "$level"
say "Ready."
