#!/usr/bin/env bash
# Builds dist/Glimpse.app and dist/Glimpse.dmg on macOS.
# Untested: written from the documentation of PyInstaller and of Apple's tools, not yet run on a Mac.
#
# Needs Python 3.11 to 3.14. SIGN_WITH names a "Developer ID Application" identity; without it the
# app is signed for this computer only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=build/venv/bin/python
"${PYTHON:-python3}" -m venv build/venv
"$python" -m pip install . pyinstaller
"$python" packaging/pyinstaller/icons.py build/glimpse.icns
"$python" -m PyInstaller --noconfirm packaging/pyinstaller/glimpse.spec
dist/Glimpse.app/Contents/MacOS/glimpse --version
codesign --force --deep --options runtime --entitlements packaging/macos/entitlements.plist \
  --sign "${SIGN_WITH:--}" dist/Glimpse.app
rm -f dist/Glimpse.dmg
hdiutil create -volname Glimpse -srcfolder dist/Glimpse.app -format UDZO dist/Glimpse.dmg
