"""Make static/img/icons.svg from a folder of the npm package lucide-static: `build_icons.py node_modules/lucide-static/icons`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAMES = (
    "circle-alert activity archive arrow-down arrow-left arrow-right arrow-up arrow-up-right bell bookmark briefcase building calendar "
    "chart-column check check-check chevron-down chevron-left chevron-right chevrons-up-down circle circle-check circle-dashed "
    "circle-help circle-x clipboard-list clipboard-paste clock columns-2 copy download ellipsis external-link eye eye-off file-text file-up "
    "filter fingerprint flag folder-open globe graduation-cap history house inbox info key-round layers layout-dashboard lightbulb "
    "link list loader lock log-out mail map-pin menu message-square minus monitor moon pencil plus printer quote refresh-cw "
    "rotate-ccw scale scan-text search send settings shield-check sliders-horizontal smartphone sparkles star sun target "
    "thumbs-down thumbs-up trash-2 trending-up triangle-alert undo-2 upload user user-plus users wallet wifi-off x"
).split()
TARGET = Path(__file__).resolve().parent.parent / "static" / "img" / "icons.svg"


def symbol(name: str, source: str) -> str:
    """The drawing of one icon without its svg frame; colours and widths come from our CSS."""
    match = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if match is None:
        raise ValueError(f"{name} is not an SVG file")
    inner = re.sub(r"\s+", " ", match.group(1)).replace("> <", "><").replace(" />", "/>").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def main(folder: str) -> None:
    """Write the sprite; a name the package does not have stops the run."""
    icons = Path(folder)
    body = "\n".join(symbol(name, (icons / f"{name}.svg").read_text(encoding="utf-8")) for name in sorted(NAMES))
    note = "<!-- Lucide icons, ISC licence, parts MIT (Feather): see LICENSE-lucide.txt -->"
    TARGET.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{note}\n{body}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
