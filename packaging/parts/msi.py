"""The MSI: one source, built by wixl on Linux and by WiX 3 on Windows."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import struct
import time
import uuid
from pathlib import Path
from xml.sax.saxutils import quoteattr

from parts import BUILD, DIST, FROZEN, MADE, ROOT, Failed, epoch, fresh, run, tool, version

SOURCE = ROOT / "packaging" / "windows" / "caseclock.wxs"
FAMILY = uuid.UUID("7c1b6c6a-3f53-4e43-9e0a-6f0e7e0c1a00")  # names components, products and packages
APP_ID = "Caseclock.Caseclock"
POLICY = r"Software\Policies\Caseclock"
PROGRAMS = ("caseclock.exe", "caseclockw.exe")
_EXTRA = (  # what wixl cannot say: the key that IT writes policy to, and the shortcut's AppUserModelID
    "INSERT INTO `Registry` (`Registry`, `Root`, `Key`, `Name`, `Component_`) "
    f"VALUES ('PolicyKey', 2, '{POLICY}', '+', 'Machine')",
    "CREATE TABLE `MsiShortcutProperty` "
    "(`MsiShortcutProperty` CHAR(72) NOT NULL, `Shortcut_` CHAR(72) NOT NULL, "
    "`PropertyKey` CHAR(0) NOT NULL, `PropVariantValue` CHAR(0) NOT NULL PRIMARY KEY `MsiShortcutProperty`)",
    "INSERT INTO `MsiShortcutProperty` "
    "(`MsiShortcutProperty`, `Shortcut_`, `PropertyKey`, `PropVariantValue`) "
    f"VALUES ('AppId', 'StartMenu', 'System.AppUserModel.ID', '{APP_ID}')",
)


def path() -> Path:
    """Where the installer goes."""
    return DIST / f"caseclock-{version()}-x64.msi"


def make() -> None:
    """Build dist/caseclock-VERSION-x64.msi from the frozen folder."""
    DIST.mkdir(exist_ok=True)
    folder = FROZEN if os.name == "nt" else stand_in()
    build(folder, path(), version())
    print(f"{path().relative_to(ROOT)}: {path().stat().st_size / 1e6:.0f} MB")


def make_earlier() -> None:
    """Build build/earlier/caseclock-0.0.1-x64.msi, with a file that this version does not have."""
    folder = fresh(BUILD / "earlier") / "caseclock"
    shutil.copytree(FROZEN if os.name == "nt" else stand_in(), folder, copy_function=os.link)
    (folder / "_internal" / "of-an-earlier-version.txt").write_text("gone after an upgrade\n")
    build(folder, BUILD / "earlier" / "caseclock-0.0.1-x64.msi", "0.0.1")


def stand_in() -> Path:
    """On Linux: the frozen folder with its program under the names that Windows' has.

    Everything about the installer can be tried with it but running what it installs.
    """
    folder = fresh(BUILD / "payload") / "caseclock"
    shutil.copytree(FROZEN, folder, copy_function=os.link, symlinks=False)
    for name in PROGRAMS:
        os.link(folder / "caseclock", folder / name)
    (folder / "caseclock").unlink()
    return folder


def build(folder: Path, target: Path, number: str) -> None:
    """Build an installer of a folder.

    Args:
        folder: the payload; every file of it is installed.
        target: the .msi to write.
        number: the version, three numbers.
    """
    work = fresh(BUILD / "msi")
    for name in names_in(folder):
        os.utime(folder / name, (epoch(), epoch()))
    product = uuid.uuid5(FAMILY, f"product {number} {digest(folder)}")
    wix = os.name == "nt"
    main = SOURCE.read_text(encoding="utf-8")
    if wix:
        main = main.replace("<!--WiX", "").replace("WiX-->", "")
    (work / "caseclock.wxs").write_text(main, encoding="utf-8")
    (work / "files.wxs").write_text(files_source(folder, work), encoding="utf-8")
    icon = os.path.relpath(MADE / "caseclock.ico", work)  # wixl takes no absolute path
    values = {"ProductCode": str(product).upper(), "Version": number, "Icon": icon}
    if wix:
        _with_wix(work, target, values)
    else:
        _with_wixl(work, target, values)


def _with_wixl(work: Path, target: Path, values: dict[str, str]) -> None:
    defined = [part for name, value in values.items() for part in ("-D", f"{name}={value}")]
    target.unlink(missing_ok=True)
    sources = [work / "caseclock.wxs", work / "files.wxs"]
    run([tool("wixl", "wixl"), "-a", "x64", *defined, "-o", target, *sources], cwd=work, log=work / "log.txt")
    msibuild = tool("msibuild", "msitools")
    run([msibuild, target, "-q", *_EXTRA])
    package = str(uuid.uuid5(FAMILY, f"package {values['ProductCode']}")).upper()
    run([msibuild, target, "-s", "Caseclock", "Caseclock", "x64;1033", f"{{{package}}}"])
    _set_times(target)


def _with_wix(work: Path, target: Path, values: dict[str, str]) -> None:
    defined = [f"-d{name}={value}" for name, value in values.items()]
    home = os.environ.get("WIX", "")
    candle, light = (
        shutil.which(name, path=f"{home}bin") or shutil.which(name) for name in ("candle", "light")
    )
    if not candle or not light:
        raise Failed("WiX 3 is not installed here, or the variable WIX does not name its folder")
    sources = [str(work / "caseclock.wxs"), str(work / "files.wxs")]
    run([candle, "-nologo", "-arch", "x64", *defined, "-out", f"{work}{os.sep}", *sources], cwd=work)
    objects = [str(work / "caseclock.wixobj"), str(work / "files.wixobj")]
    # The shortcut is for every user of the machine, so its key lies with the machine's.
    hushed = ["-sice:ICE38", "-sice:ICE43", "-sice:ICE57"]
    run([light, "-nologo", *hushed, "-out", str(target), *objects], cwd=work)


def files_source(folder: Path, base: Path) -> str:
    """A WiX fragment with one component a file, whose id is the same in every build and version.

    Args:
        folder: what is installed.
        base: the folder that sources are named from.
    """
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    lines += ['<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">', " <Fragment>"]
    lines += ['  <DirectoryRef Id="INSTALLDIR">', *_tree(folder, folder, base, 3), "  </DirectoryRef>"]
    lines.append('  <ComponentGroup Id="Files">')
    lines += [f'   <ComponentRef Id="{_id("c", name)}"/>' for name in names_in(folder)]
    return "\n".join([*lines, "  </ComponentGroup>", " </Fragment>", "</Wix>", ""])


def names_in(folder: Path) -> list[str]:
    """Every file of a folder, by its place in it, in one order."""
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())


def _tree(folder: Path, here: Path, base: Path, depth: int) -> list[str]:
    pad, lines = " " * depth, []
    for child in sorted(here.iterdir(), key=lambda one: one.name):
        name = child.relative_to(folder).as_posix()
        if child.is_dir():
            lines.append(f'{pad}<Directory Id="{_id("d", name)}" Name={quoteattr(child.name)}>')
            lines += [*_tree(folder, child, base, depth + 1), f"{pad}</Directory>"]
        else:
            guid = str(uuid.uuid5(FAMILY, f"component {name}")).upper()
            source = quoteattr(os.path.relpath(child, base))
            file = f'<File Id="{_id("f", name)}" Name={quoteattr(child.name)} Source={source}'
            lines.append(f'{pad}<Component Id="{_id("c", name)}" Guid="{guid}" Win64="yes">')
            lines.append(f'{pad} {file} KeyPath="yes"/></Component>')
    return lines


def _id(kind: str, name: str) -> str:
    return f"{kind}{hashlib.sha1(name.encode()).hexdigest()[:30]}"


def digest(folder: Path) -> str:
    """One number for a folder's names and contents: another folder is another product."""
    whole = hashlib.sha256()
    for name in names_in(folder):
        whole.update(name.encode() + b"\0" + hashlib.sha256((folder / name).read_bytes()).digest())
    return whole.hexdigest()


def _set_times(target: Path) -> None:
    """Put the build's instant in the place of now, in the summary that every MSI carries."""
    content = bytearray(target.read_bytes())
    start, now = dt.datetime(1601, 1, 1, tzinfo=dt.UTC), time.time()
    shift = int(-start.timestamp())
    wanted = struct.pack("<Q", (epoch() + shift) * 10_000_000)
    for match in re.finditer(rb"\x40\x00\x00\x00(.{8})", bytes(content), re.S):
        seconds = struct.unpack("<Q", match[1])[0] / 10_000_000 - shift
        if abs(seconds - now) < 86_400:
            content[match.start(1) : match.end(1)] = wanted
    target.write_bytes(content)
