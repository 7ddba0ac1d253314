"""What is put into the frozen folder by name, and what of Qt and numpy is left out."""

from __future__ import annotations

import re
import sys
from pathlib import Path

# Found by name at run time, so that no analysis of imports sees them.
KEYCHAINS = {
    "win32": ("keyring.backends.Windows",),
    "darwin": ("keyring.backends.macOS",),
    "linux": ("keyring.backends.SecretService", "keyring.backends.kwallet", "secretstorage"),
}
DIALECTS = (
    "sqlalchemy.dialects.sqlite.pysqlite",
    "sqlalchemy.dialects.postgresql.psycopg",
    "alembic.ddl.sqlite",
    "alembic.ddl.postgresql",
)
DRIVERS = ("sqlcipher3.dbapi2", "python_calamine", "xlsxwriter", "psycopg", "psycopg_binary")
SCRIPTS = ("alembic.command", "alembic.config", "alembic.op", "alembic.context", "logging.config")
# Kept as single files beside the program, so that IT can see each, and so that a missing one can be tried.
LOOSE = (
    "alembic",
    "keyring",
    "psycopg",
    "psycopg_binary",
    "python_calamine",
    "secretstorage",
    "sqlalchemy.dialects",
    "sqlcipher3",
    "xlsxwriter",
)

_EXCLUDED = [
    "IPython",
    "PIL",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "_tkinter",
    "chardet",
    "curses",
    "distutils",
    "ensurepip",
    "holidays",
    "hypothesis",
    "idlelib",
    "lib2to3",
    "lxml",
    "matplotlib",
    "mypy",
    "numpy.distutils",
    "numpy.f2py",
    "openpyxl",
    "pip",
    "pkg_resources",
    "psycopg_pool",
    "pyarrow",
    "pygments",
    "pytest",
    "requests",
    "rich",
    "scipy",
    "setuptools",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlite3",
    "tkinter",
    "turtle",
]
_PLATFORMS = ("xcb", "wayland", "offscreen", "windows", "cocoa")
_PLUGINS = {  # folder of Qt's plugins -> which of them are used; every other folder is left out
    "platforms": re.compile("|".join(_PLATFORMS)),
    "networkinformation": re.compile("networklistmanager|networkmanager|scnetworkreachability|glib"),
    "iconengines": re.compile("svg"),
    "imageformats": re.compile(r"svg|q?ico\b|jpeg"),
    "platforminputcontexts": re.compile("compose|ibus"),
    "platformthemes": re.compile("xdgdesktopportal"),
    "printsupport": re.compile("."),
    "styles": re.compile("."),
    "wayland-decoration-client": re.compile("bradient|adwaita"),
    "wayland-graphics-integration-client": re.compile("qt-plugin-wayland-egl|shm"),
    "wayland-shell-integration": re.compile("xdg-shell"),
    "xcbglintegrations": re.compile("egl|glx"),
}
_UNUSED = re.compile(
    r"(^|/)PySide6/(Qt/)?(translations|qml|metatypes|typesystems|glue|include)/"
    r"|Qt6(Designer|Quick|Qml|Sql|Test|Help|Pdf|VirtualKeyboard|EglFS|EglFs|WaylandCompositor)"
    r"|opengl32sw\.dll$|d3dcompiler_47\.dll$|(^|/)libgtk-3|(^|/)libgdk-3"
)
_LIBRARY = re.compile(r"^(?!.*/plugins/)(.*/)?lib(?!python)[^/]*\.so[^/]*$")
# Printing needs the machine's own CUPS; a copy of its libraries would only be larger, and older.
_SYSTEMS_OWN = re.compile("printsupport/libcups")


def hidden_imports() -> list[str]:
    """Every module that is imported by name only, for this platform."""
    kind = next((name for name in KEYCHAINS if sys.platform.startswith(name)), "linux")
    return [*KEYCHAINS[kind], *DIALECTS, *DRIVERS, *SCRIPTS]


def loose_modules() -> list[str]:
    """Those of `hidden_imports` that lie beside the program as files of their own."""
    return [name for name in hidden_imports() if name.startswith(LOOSE)]


def data_files(root: Path) -> list[tuple[str, str]]:
    """(file, folder in the package) of resources, migrations and the schema."""
    found = []
    for top in ("resources", "sql"):
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root)
            if path.is_file() and "__pycache__" not in relative.parts and path.name != "new_migration.py":
                found.append((str(path), str(relative.parent)))
    return found


def excluded(root: Path) -> list[str]:
    """Modules that are left out though a library could use them; never one that our own code names."""
    ours = "\n".join(path.read_text(encoding="utf-8") for path in (root / "desktop").rglob("*.py"))
    return [
        name for name in _EXCLUDED if not re.search(rf"^\s*(from|import) {re.escape(name)}\b", ours, re.M)
    ]


def needed(collected: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Linux: what was collected without the libraries that only a plugin asked for which is left out.

    Args:
        collected: (place in the folder, source, kind) as PyInstaller lists them.
    """
    if not sys.platform.startswith("linux"):
        return collected
    from PyInstaller.depend.bindepend import get_imports

    libraries = {
        Path(one[0]).name: one for one in collected if _LIBRARY.search(one[0]) and one[2] != "SYMLINK"
    }
    kept = [one for one in collected if not _LIBRARY.search(one[0])]
    roots = [one for one in kept if one[2] != "SYMLINK" and not _SYSTEMS_OWN.search(one[0])]
    todo, reached = [source for _, source, _ in roots], set[str]()
    while todo:
        for name, _ in get_imports(todo.pop()):
            base = Path(name).name
            if base in libraries and base not in reached:
                reached.add(base)
                todo.append(libraries[base][1])
    return kept + [one for one in collected if _LIBRARY.search(one[0]) and Path(one[0]).name in reached]


def wanted(name: str) -> bool:
    """Whether a collected file is used; `name` is its place in the folder."""
    place = name.replace("\\", "/")
    plugin = re.search(r"PySide6/(?:Qt/)?plugins/([^/]+)/([^/]+)$", place)
    if plugin:
        folder, file = plugin.groups()
        return folder in _PLUGINS and bool(_PLUGINS[folder].search(file))
    return not _UNUSED.search(place)
