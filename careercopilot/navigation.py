"""Where a signed-in person can go, and which scripts a page can ask for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class NavItem:
    """One destination; `section`: prefixes of view names that count as being there; `phone`: also in the bottom bar."""

    label: str
    view: str
    icon: str
    section: tuple[str, ...] = ()
    phone: bool = True
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class NavGroup:
    """Destinations of one side of the product; the heading shows when a person has both sides."""

    heading: str
    items: tuple[NavItem, ...] = field(default_factory=tuple)


SEEKER = NavGroup(
    "Job search",
    (
        NavItem("Overview", "pages:overview", "layout-dashboard"),
        NavItem("Resumes", "resumes:resume_list", "file-text", ("resumes:",)),
        NavItem("Matches", "matching:match_list", "target", ("matching:match",)),
        NavItem("Jobs", "matching:job_list", "briefcase", ("matching:job",)),
        NavItem("Applications", "matching:application_list", "send", ("matching:application", "matching:reveal")),
    ),
)
COMPANY = NavGroup(
    "Hiring",
    (
        NavItem("Dashboard", "matching:company_dashboard", "building", ("matching:company", "matching:candidate")),
        NavItem("Postings", "matching:posting_list", "clipboard-list", ("matching:posting",)),
        NavItem("Team", "accounts:company_team", "users", ("accounts:company",)),
    ),
)
PHONE_ITEMS = 5


def for_request(request: HttpRequest | None) -> list[NavGroup]:
    """The groups for the person of this request, pages without an address left out, the current one marked."""
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return []
    here = getattr(getattr(request, "resolver_match", None), "view_name", "") or ""
    groups = [SEEKER] if getattr(user, "is_seeker", False) else []
    if getattr(user, "active_membership", None) is not None:
        groups.append(COMPANY)
    return [NavGroup(group.heading, _resolve(group.items, here)) for group in groups]


def phone_items(groups: list[NavGroup]) -> list[NavItem]:
    """At most five destinations for the bottom bar; of two sides the first items of each, the rest is in the menu."""
    if len(groups) < 2:
        return [item for group in groups for item in group.items if item.phone][:PHONE_ITEMS]
    first, second = groups[0].items, groups[1].items
    return [*first[:3], *second[: PHONE_ITEMS - 3]]


def _resolve(items: tuple[NavItem, ...], here: str) -> tuple[NavItem, ...]:
    found = []
    for item in items:
        try:
            url = reverse(item.view)
        except NoReverseMatch:  # a page of a later release: no link is better than a dead one
            continue
        current = here == item.view or any(here.startswith(prefix) for prefix in item.section)
        found.append(NavItem(item.label, item.view, item.icon, item.section, item.phone, url, current))
    return tuple(found)


# Behaviours that the loader fetches when an element asks for them; selectors live in static/js/app.js.
MODULES = (
    "autosave", "autosubmit", "dialog", "dropzone", "linkhover", "localtime", "menu", "pick", "runs", "shown", "theme", "toasts",
)  # fmt: skip


@cache
def _import_map() -> str:
    paths = {f"cc/{name}": static(f"js/{name}.js") for name in MODULES}
    return json.dumps({"imports": paths}, separators=(",", ":")).replace("<", "\\u003c")


def module_tags(nonce: str) -> SafeString:
    """An import map to the hashed files and the loader, both under the page's nonce."""
    return format_html(
        '<script type="importmap" nonce="{0}">{1}</script><script type="module" src="{2}" nonce="{0}"></script>',
        nonce,
        mark_safe(_import_map()),  # noqa: S308  (JSON of our own file names, "<" escaped)
        static("js/app.js"),
    )
