#!/bin/sh
# Qt needs a few system libraries that a bare Linux image may lack. Install them where we may, or say
# in one line what to install.
python=$1
probe() { QT_QPA_PLATFORM=offscreen "$python" -c 'from PySide6.QtWidgets import QApplication; QApplication([])' 2>&1; }
[ "$(uname -s)" = Linux ] || exit 0
needed="libegl1 libgl1 libxkbcommon0 libfontconfig1 libglib2.0-0 libdbus-1-3 fonts-dejavu-core"
fonts() { ls /usr/share/fonts/*/*/*.ttf /usr/share/fonts/*/*.ttf /usr/local/share/fonts/*.ttf 2>/dev/null | head -1; }
missing=$(probe) && [ -n "$(fonts)" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $needed >/dev/null 2>&1
    missing=$(probe) && [ -n "$(fonts)" ] && exit 0
fi
echo "Caseclock's window needs system libraries that are missing here: sudo apt-get install $needed" >&2
echo "$missing" | tail -1 >&2
exit 1
