"""Which folders may hold a database: never one on a network, where SQLite's locks and WAL do not hold."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop.errors import KnownError

_NETWORK_TYPES = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smbfs",
        "smb3",
        "afs",
        "ncpfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "ceph",
        "glusterfs",
        "fuse.glusterfs",
        "lustre",
        "afpfs",
        "fuse.gvfsd-fuse",
    ]
)
_SENTENCE = (
    "A database cannot be kept on a network drive, where saved work can be lost; "
    "choose a folder on this computer. Nothing has been changed."
)
_DRIVE_REMOTE = 4


def refuse_network(path: str | Path) -> None:
    """Refuse UNC paths and mounted network drives.

    Raises:
        KnownError: with the reason in one sentence.
    """
    if is_network(path):
        raise KnownError(_SENTENCE)


def is_network(path: str | Path) -> bool:
    """Whether a path (which need not exist yet) lies on another machine."""
    text = os.fspath(path)
    if text.startswith((r"\\", "//")) and not text.startswith((r"\\?", r"\\.")):
        return True
    if text.upper().startswith(r"\\?\UNC"):
        return True
    full = os.path.realpath(text)
    if sys.platform == "win32":
        return full.startswith(r"\\") or _windows_drive_type(full) == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return filesystem_of(full, mounts) in _NETWORK_TYPES


def filesystem_of(path: str, mounts: str) -> str:
    """The type of the filesystem that holds an absolute path, read from the text of /proc/mounts."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ").replace("\\011", "\t").rstrip("/")
        if len(point) >= len(best) and (path == point or path.startswith(point + "/")):
            best, kind = point, parts[2]
    return kind


def _windows_drive_type(full: str) -> int:
    import ctypes

    drive = os.path.splitdrive(full)[0] + "\\"
    return int(ctypes.windll.kernel32.GetDriveTypeW(drive))  # type: ignore[attr-defined,unused-ignore]
