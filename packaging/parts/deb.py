"""The Linux build as a Debian package, and as a plain archive."""

from __future__ import annotations

import gzip
import lzma
import os
import shutil
import tarfile
from pathlib import Path

from parts import BUILD, DIST, FROZEN, MADE, ROOT, epoch, fresh, run, tool, version

# What the frozen folder takes from the system: its C library, as new as the one here, and the display's own.
LIBC = os.confstr("CS_GNU_LIBC_VERSION") if hasattr(os, "confstr") else ""
DEPENDS = (
    f"libc6 (>= {(LIBC or 'glibc 2.36').split()[-1]})",
    "libegl1",
    "libgl1",
    "libxcb1",
    "fontconfig",
    "fonts-dejavu-core",
)
RECOMMENDS = ("libcups2",)
_CONTROL = """Package: caseclock
Version: {version}
Section: misc
Priority: optional
Architecture: {machine}
Maintainer: Caseclock <it@caseclock.invalid>
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Description: statutory clocks, allocation and visits for English councils
 Shows what is overdue, what will be next, for whom, and why, from the trackers
 that councils keep by hand. Every due date comes with its rule and its source.
"""
_DESKTOP = """[Desktop Entry]
Type=Application
Name=Caseclock
Comment=What is overdue, what will be next, for whom, and why
Exec=/opt/caseclock/caseclock
Icon=caseclock
Categories=Office;
StartupWMClass=caseclock
"""


def path() -> Path:
    """Where the package goes."""
    return DIST / f"caseclock_{version()}_{_machine()}.deb"


def archive_path() -> Path:
    """Where the plain archive goes: unpack it anywhere and start ``caseclock``."""
    return DIST / f"caseclock-{version()}-linux-{_machine()}.tar.xz"


def _machine() -> str:
    return {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]


def make() -> None:
    """Build dist/caseclock_VERSION_ARCH.deb from the frozen folder."""
    DIST.mkdir(exist_ok=True)
    root = fresh(BUILD / "deb")
    shutil.copytree(FROZEN, root / "opt" / "caseclock", copy_function=os.link, symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "caseclock").symlink_to("/opt/caseclock/caseclock")
    _put(root / "usr/share/applications/caseclock.desktop", _DESKTOP.encode())
    _put(root / "usr/share/icons/hicolor/256x256/apps/caseclock.png", (MADE / "caseclock.png").read_bytes())
    papers = root / "usr/share/doc/caseclock"
    _put(papers / "copyright", (MADE / "LICENCES.txt").read_bytes())
    _put(papers / "changelog.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=epoch()))
    _put(papers / "it.md", (ROOT / "docs" / "it.md").read_bytes())
    _put(papers / "policy.toml.example", (ROOT / "packaging" / "policy" / "policy.toml").read_bytes())
    (root / "etc" / "caseclock").mkdir(parents=True)
    _put(root / "DEBIAN" / "control", _control(root).encode())
    for one in [root, *root.rglob("*")]:
        os.utime(one, (epoch(), epoch()), follow_symlinks=False)
    surroundings = {"SOURCE_DATE_EPOCH": str(epoch())}
    command = [tool("dpkg-deb", "dpkg"), "--root-owner-group", "-Zxz", "--build", root, path()]
    run(command, env=surroundings)
    shutil.rmtree(root)
    print(f"{path().relative_to(ROOT)}: {path().stat().st_size / 1e6:.0f} MB")


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    place.chmod(0o644)


def _control(root: Path) -> str:
    files = [one for one in root.rglob("*") if one.is_file() and not one.is_symlink()]
    return _CONTROL.format(
        version=version(),
        machine=_machine(),
        size=sum(one.stat().st_size for one in files) // 1024,
        depends=", ".join(DEPENDS),
        recommends=", ".join(RECOMMENDS),
    )


def archive() -> None:
    """Pack the frozen folder as dist/caseclock-VERSION-linux-ARCH.tar.xz, the same bytes every time."""
    DIST.mkdir(exist_ok=True)
    pack(FROZEN, archive_path())
    print(f"{archive_path().relative_to(ROOT)}: {archive_path().stat().st_size / 1e6:.0f} MB")


def pack(folder: Path, target: Path) -> None:
    """Pack a folder: names in order, one time, nobody's name."""
    with lzma.open(target, "wb", preset=6) as stream, tarfile.open(fileobj=stream, mode="w") as tar:
        for one in sorted([folder, *folder.rglob("*")]):
            tar.add(one, str(one.relative_to(folder.parent)), recursive=False, filter=_plain)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = epoch(), 0, 0, "", ""
    entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    return entry
