"""The icon in the forms that installers want, drawn from resources/caseclock.svg."""

from __future__ import annotations

import struct

from parts import MADE, ROOT

SIZES = (16, 24, 32, 48, 64, 128, 256)


def make() -> None:
    """Write build/made/caseclock.ico and caseclock.png."""
    MADE.mkdir(parents=True, exist_ok=True)
    pictures = {size: _png(size) for size in SIZES}
    (MADE / "caseclock.png").write_bytes(pictures[256])
    (MADE / "caseclock.ico").write_bytes(_ico(pictures))


def _png(size: int) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "resources" / "caseclock.svg")).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content.data())


def _ico(pictures: dict[int, bytes]) -> bytes:
    """An icon file whose pictures are PNG, which Windows reads since Vista."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries, bodies = [], []
    for size, picture in sorted(pictures.items()):
        entries.append(struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at))
        bodies.append(picture)
        at += len(picture)
    return head + b"".join(entries) + b"".join(bodies)
