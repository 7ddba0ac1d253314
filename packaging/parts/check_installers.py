"""Trying the installers: the MSI's tables and files, the .deb in a root that has no Python."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from parts import BUILD, ROOT, Failed, check_frozen, deb, fresh, msi, run, tool, tried, version

Rows = list[dict[str, str]]
UPGRADE = "{7C1B6C6A-3F53-4E43-9E0A-6F0E7E0C1A01}"
_MIRRORS = {"debian": "http://deb.debian.org/debian", "ubuntu": "http://archive.ubuntu.com/ubuntu"}


def table(package: Path, name: str) -> Rows:
    """One table of an MSI: column -> text, a row each."""
    done = run([tool("msiinfo", "msitools"), "export", package, name])
    lines = [line.split("\t") for line in done.stdout.replace("\r", "").split("\n") if line]
    return [dict(zip(lines[0], line, strict=False)) for line in lines[3:]]


def check_msi() -> None:
    """The tables say what an administrator relies on, and the files come out as they went in."""
    package = msi.path()
    _tables(package)
    with tempfile.TemporaryDirectory() as name:
        run([tool("msiextract", "msitools"), "-C", name, package])
        found = next((one for one in Path(name).rglob("caseclockw.exe")), None)
        if found is None:
            raise Failed("the installer does not bring caseclockw.exe")
        folder, payload = found.parent, BUILD / "payload" / "caseclock"
        if msi.names_in(folder) != msi.names_in(payload) or msi.digest(folder) != msi.digest(payload):
            raise Failed("the files that the installer brings are not those that went into it")
        count = len(msi.names_in(folder))
    with tempfile.TemporaryDirectory() as name:
        _next_version(Path(name))
    print(
        f"{package.name}: {count:,} files as they went in; tables checked; the next version takes its place"
    )


def _tables(package: Path) -> None:
    properties = {row["Property"]: row["Value"] for row in table(package, "Property")}
    expect("per machine", properties.get("ALLUSERS"), "1")
    expect("the upgrade code", properties.get("UpgradeCode"), UPGRADE)
    expect("the version", properties.get("ProductVersion"), version())
    components = table(package, "Component")
    ids = [row["ComponentId"] for row in components]
    expect("one id a component", len(set(ids)), len(ids))
    expect("64-bit components", {int(row["Attributes"]) & 256 for row in components}, {256})
    expect("one component a file", len(components), len(table(package, "File")) + 1)
    registry = {(row["Root"], row["Key"], row["Name"]) for row in table(package, "Registry")}
    for wanted in (("2", msi.POLICY, "+"), ("2", r"Software\Caseclock", "InstallFolder")):
        expect(f"the registry key {wanted[1]}", wanted in registry, True)
    (shortcut,) = table(package, "Shortcut")
    expect("the Start-menu entry", (shortcut["Directory_"], shortcut["Target"]),
           ("ProgramMenuFolder", "[INSTALLDIR]caseclockw.exe"))  # fmt: skip
    (identity,) = table(package, "MsiShortcutProperty")
    expect("the AppUserModelID", (identity["PropertyKey"], identity["PropVariantValue"]),
           ("System.AppUserModel.ID", msi.APP_ID))  # fmt: skip
    order = {row["Action"]: int(row["Sequence"]) for row in table(package, "InstallExecuteSequence")}
    expect("old files go before new ones come", order["RemoveExistingProducts"] < order["InstallFiles"], True)
    newest = [row for row in table(package, "Upgrade") if row["VersionMax"] == version()]
    expect("every older version is taken off", [row["VersionMin"] for row in newest], [""])
    expect("nothing runs on its own", len(table(package, "CustomAction")), 0)
    expect("nothing of a person is removed", len(table(package, "RemoveFile")), 0)
    summary = run([tool("msiinfo", "msitools"), "suminfo", package]).stdout
    expect("a 64-bit package", "Template: x64;1033" in summary, True)


def _next_version(folder: Path) -> None:
    """A later version of fewer files: another product, the same family, the same ids for the same files."""
    payload, later = folder / "payload", folder / "later.msi"
    for name in (*msi.PROGRAMS, "_internal/kept.txt", "_internal/gone.txt"):
        (payload / name).parent.mkdir(parents=True, exist_ok=True)
        (payload / name).write_text(name)
    earlier = folder / "earlier.msi"
    msi.build(payload, earlier, "0.1.0")
    (payload / "_internal" / "gone.txt").unlink()
    msi.build(payload, later, "0.2.0")
    codes = [
        {row["Property"]: row["Value"] for row in table(package, "Property")} for package in (earlier, later)
    ]
    expect("another product code", codes[0]["ProductCode"] != codes[1]["ProductCode"], True)
    expect("the same upgrade code", codes[0]["UpgradeCode"], codes[1]["UpgradeCode"])
    ids = [{row["ComponentId"] for row in table(package, "Component")} for package in (earlier, later)]
    expect("the same ids for the same files", len(ids[0] - ids[1]), 1)
    expect("no id that was not there", ids[1] - ids[0], set())


def expect(what: str, found: object, wanted: object) -> None:
    """Compare one thing.

    Raises:
        Failed: when it is not as it should be.
    """
    if found != wanted:
        raise Failed(f"{what}: found {found!r}, not {wanted!r}")


def check_deb() -> None:
    """Install the package into a clean root and run it there."""
    root = clean_root()
    run([tool("dpkg", "dpkg"), f"--root={root}", "--force-depends", "--install", deb.path()])
    for one in ("python3", "python"):
        if shutil.which(one, path=f"{root}/usr/bin:{root}/bin:{root}/usr/local/bin"):
            raise Failed("the clean root has a Python, so running there would prove nothing")
    status = run([tool("dpkg-query", "dpkg"), f"--root={root}", "-W", "-f=${Status}", "caseclock"]).stdout
    expect("the package is installed", status, "install ok installed")
    shutil.copytree(ROOT / "tests" / "data", root / "tmp" / "data", dirs_exist_ok=True)
    app = check_frozen.App([tool("chroot", "coreutils"), str(root), "/usr/bin/caseclock"], Path("/tmp/home"))
    (root / "tmp" / "home" / "data").mkdir(parents=True, exist_ok=True)
    check_frozen.passes_self_test(app, "offscreen")
    database = ["--database", "/tmp/council.caseclock"]
    app.run("import", "/tmp/data/visits_tracker.xlsx", *database, "--as-at", "2026-11-20")
    rows = app.run("list", "overdue", "--as-at", "2026-11-20", "--csv", *database).splitlines()
    if len(rows) < 10:
        raise Failed("the installed program gave no overdue list")
    _policy_counts(root, app)
    run([tool("dpkg", "dpkg"), f"--root={root}", "--force-depends", "--purge", "caseclock"])
    expect("nothing of the program stays", (root / "opt" / "caseclock").exists(), False)
    expect("a person's database stays", (root / "tmp" / "council.caseclock").is_file(), True)
    shutil.rmtree(root)
    print(f"{deb.path().name}: installed in a clean root without Python, {len(rows) - 1} overdue, removed")


def _policy_counts(root: Path, app: check_frozen.App) -> None:
    file = root / "etc" / "caseclock" / "policy.toml"
    file.write_text('database_url = "/srv/council.caseclock"\n')
    app.run("list", "overdue", "--database", "/tmp/council.caseclock", fine=(1,))
    file.unlink()


def clean_root() -> Path:
    """A root without Python: a bare Debian where debootstrap can make one, else this machine's libraries.

    Raises:
        Failed: when the package's own dependencies cannot be had in either way.
    """
    root = fresh(BUILD / "clean-root")
    if os.geteuid() != 0:
        raise Failed("installing into a clean root needs root; run this step as root")
    try:
        maker = tool("debootstrap", "debootstrap")
    except Failed:
        maker = ""
    if maker:
        wanted = ",".join(one.partition(" ")[0] for one in deb.DEPENDS)
        system, suite = _system()
        command = [maker, "--variant=minbase", f"--include={wanted}", suite, root, _MIRRORS.get(system, "")]
        if tried(command, timeout=900).returncode == 0:
            print(f"clean root: {system} {suite}, bare, with what the package depends on")
            return root
    print("clean root: debootstrap cannot make one here; this machine's libraries without its Python instead")
    return _borrowed(fresh(root))


def _system() -> tuple[str, str]:
    """This machine's distribution and its release, as mirrors name them."""
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    values = {name: text.strip('"') for name, _, text in (line.partition("=") for line in lines)}
    return values.get("ID", "debian"), values.get("VERSION_CODENAME", "stable")


def _borrowed(root: Path) -> Path:
    """The system's libraries, fonts and a few tools, copied without any Python."""
    for name in ("lib", "lib64", "usr/lib/x86_64-linux-gnu", "etc/fonts", "usr/share/fonts"):
        source = Path("/", name)
        if source.is_symlink():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(os.readlink(source))
        elif source.is_dir():
            shutil.copytree(source, root / name, symlinks=True, ignore=shutil.ignore_patterns("python*"))
    for name in ("usr/lib64", "usr/bin", "tmp", "proc", "dev", "var/lib/dpkg/info", "var/lib/dpkg/updates"):
        (root / name).mkdir(parents=True, exist_ok=True)
    if Path("/usr/lib64").is_dir():
        shutil.copytree("/usr/lib64", root / "usr/lib64", symlinks=True, dirs_exist_ok=True)
    (root / "var/lib/dpkg/status").touch()
    return root
