"""Make static/img/icons.svg from the npm package lucide-static: `build_icons.py node_modules/lucide-static/icons`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAMES = (
    "activity archive archive-restore arrow-down arrow-left arrow-left-right arrow-right arrow-up "
    "arrow-up-down arrow-up-right award badge-check ban banknote bell blocks book-open bookmark "
    "bookmark-check bookmark-x bot brain briefcase building calculator calendar calendar-clock calendar-days "
    "chart-column chart-no-axes-column check check-check chevron-down chevron-left chevron-right chevron-up "
    "chevrons-up-down circle circle-alert circle-check circle-dashed circle-dollar-sign circle-dot "
    "circle-help circle-minus circle-pause circle-play circle-plus circle-x clipboard-check clipboard-copy "
    "clipboard-list clipboard-paste clock code cog columns-2 copy copy-check crosshair database dollar-sign "
    "download ellipsis external-link eye eye-off factory file file-check file-search file-text file-up "
    "file-warning files filter fingerprint flag flask-conical folder folder-open gauge git-compare globe goal "
    "graduation-cap grip-vertical handshake hash heart history hourglass house id-card image inbox info "
    "key-round keyboard landmark languages laptop layers layout-dashboard layout-grid layout-list lightbulb "
    "link link-2 list list-checks list-filter loader lock lock-open log-in log-out mail mail-check map "
    "map-pin maximize-2 menu message-circle message-square minimize-2 minus monitor moon mouse-pointer-click "
    "network notebook-pen octagon-alert package panel-left paperclip pencil percent phone pin play plug plus "
    "power printer quote refresh-cw rotate-ccw route rows-3 save scale scan-text scroll-text search "
    "search-check search-x send settings shield shield-alert shield-check signal sliders-horizontal "
    "sliders-vertical smartphone sparkles split square-check star sun table tag tags target terminal "
    "text-search thumbs-down thumbs-up timer toggle-left trash-2 trending-down trending-up triangle-alert "
    "trophy type undo-2 unlink upload user user-check user-minus user-plus user-x users users-round video "
    "wallet wand wand-sparkles wifi-off wrench x zap zoom-in"
)
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
    names = sorted(NAMES.split())
    body = "\n".join(symbol(name, (icons / f"{name}.svg").read_text(encoding="utf-8")) for name in names)
    note = "<!-- Lucide icons, ISC licence, parts MIT (Feather): see LICENSE-lucide.txt -->"
    TARGET.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{note}\n{body}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
