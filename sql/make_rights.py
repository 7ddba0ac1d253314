"""Write again what is made from ``resources/rights.toml``: the matrix on paper and the SQL that keeps it.

python sql/make_rights.py
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from rights_doc import paper  # noqa: E402
from rights_sql import script  # noqa: E402

from desktop.server.rights import rights  # noqa: E402

MADE = {HERE.parent / "docs" / "rights.md": paper, HERE / "server" / "60_rights.generated.sql": script}


def main() -> None:
    """Write the files."""
    for path, make in MADE.items():
        path.write_text(make(rights()), encoding="utf-8")


if __name__ == "__main__":
    main()
