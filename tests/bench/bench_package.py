"""The package against its peers: ``python tests/bench/bench_package.py [start] [size] [compressed]``.

*start*: the frozen program's first list against the same from source, interleaved. *size*: the frozen folder
against PySide6, pandas, pyqtgraph, SQLAlchemy and sqlcipher3 as pip installs them. *compressed*: the folder
packed with xz against the same app frozen with all of PySide6 and nothing left out, packed alike. What is
missing is made first, under build/ (some minutes and a gigabyte).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "packaging")]

from bench_window import _demo, _until_painted  # noqa: E402
from parts import BUILD, FROZEN, UNPRUNED, deb  # noqa: E402
from ratio import Result, compare  # noqa: E402

PEER = ("PySide6", "pandas", "pyqtgraph", "sqlalchemy", "sqlcipher3")
MOST = {"start": 1.3, "size": 0.5, "compressed": 0.9}


def start_result(folder: Path) -> Result:
    """From spawning to the first list on the screen, demo council, warm."""
    home = folder / "home"
    home.mkdir()
    database = _demo(folder)
    log = folder / "painted"
    env = {**os.environ, "CASECLOCK_HOME": str(home), "CASECLOCK_DATABASE": str(database)}
    env["CASECLOCK_START_LOG"] = str(log)

    def frozen() -> float:
        return _until_painted([str(FROZEN / "caseclock")], env, log)

    def source() -> float:
        return _until_painted([sys.executable, "-m", "desktop"], env, log)

    name = "frozen start to first list painted v from source"
    return compare(name, frozen, source, most=MOST["start"], rounds=11, warm=2)


def size_ratio() -> float:
    """Installed bytes on disk."""
    peer = BUILD / "peer"
    if not peer.is_dir():
        pins = _pins()
        wanted = [f"{name}=={pins[name.lower()]}" if name.lower() in pins else name for name in PEER]
        wanted[0] = f"PySide6=={pins['pyside6-essentials']}"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(peer), *wanted]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return _told(
        "installed size", _bytes(FROZEN), _bytes(peer), MOST["size"], "as pip installs the libraries"
    )


def compressed_ratio() -> float:
    """The same packing of both frozen folders."""
    if not UNPRUNED.is_dir():
        _freeze_unpruned()
    ours, theirs = BUILD / "ours.tar.xz", BUILD / "theirs.tar.xz"
    for source, target in ((FROZEN, ours), (UNPRUNED, theirs)):
        deb.pack(source, target)
    sizes = ours.stat().st_size, theirs.stat().st_size
    return _told("compressed size", *sizes, MOST["compressed"], "frozen with all of PySide6, unpruned")


def _freeze_unpruned() -> None:
    """Freeze with all of PySide6 installed, in an environment of its own."""
    python = BUILD / "venv-full" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        locked = ["--require-hashes", "-r", str(ROOT / "requirements" / "package.txt")]
        subprocess.run([*install, *locked], check=True, stderr=subprocess.DEVNULL)
        whole = f"PySide6=={_pins()['pyside6-essentials']}"
        subprocess.run([*install, whole], check=True, stderr=subprocess.DEVNULL)
    build = [str(python), str(ROOT / "packaging" / "build.py"), "icon", "unpruned"]
    subprocess.run(build, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})


def _pins() -> dict[str, str]:
    text = (ROOT / "requirements" / "package.txt").read_text(encoding="utf-8")
    return {name.lower(): pin for name, pin in re.findall(r"^([\w.-]+)==([^ ;\\]+)", text, re.M)}


def _bytes(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())


def _told(name: str, ours: int, theirs: int, most: float, peer: str) -> float:
    ratio = ours / theirs
    verdict = "ok" if ratio <= most else "OVER"
    print(
        f"{verdict:4} {name}: {ratio:.4f} x (at most {most} x) {peer}; "
        f"ours {ours / 1e6:.0f} MB, peer {theirs / 1e6:.0f} MB",
        flush=True,
    )
    return ratio


def main() -> int:
    """Every comparison, or those named; 1 when one is over its limit."""
    wanted = sys.argv[1:] or list(MOST)
    if not (FROZEN / "caseclock").exists():
        print("skip package: nothing is frozen here; run make package first")
        return 0
    ratios: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        os.environ["CASECLOCK_HOME"] = str(Path(name) / "own-home")
        if "start" in wanted:
            ratios["start"] = start_result(Path(name)).ratio
    if "size" in wanted:
        ratios["size"] = size_ratio()
    if "compressed" in wanted:
        ratios["compressed"] = compressed_ratio()
    return int(any(ratio > MOST[name] for name, ratio in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
