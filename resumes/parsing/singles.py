"""Cut sections whose entries take one line each, in formats without pages: there, the shape of a line is all there is to go by."""

from __future__ import annotations

import re
from itertools import pairwise

from resumes.parsing.bullets import body_left
from resumes.parsing.characters import word_set
from resumes.parsing.dates import find_dates, is_date_text, without_dates
from resumes.parsing.drafts import OPENERS, Draft, Role, header_dates
from resumes.parsing.entries import line_roles
from resumes.parsing.line_slots import JOINER, NAMED, names_role
from resumes.parsing.lines import Line
from resumes.parsing.vocabulary import DEGREE, org_score, school_score

SEVERAL = 3  # counted works from which on the numbers are a list's
_COUNTED = re.compile(r"[(\[]?(\d{1,3})[.)\]]{1,2}\s+\S")
Split = tuple[list[Draft], list[Line]]
_ONE_LINE = frozenset(["publications", "projects", "education", "certifications", "awards", "volunteer", "other"])
_AUTHORS = re.compile(r"^(?:[\"“„«]|(?:[A-ZÀ-Þ][\w'’-]+,? (?:[A-ZÀ-Þ]\.-?)+|(?:[A-ZÀ-Þ]\. ?)+[A-ZÀ-Þ][\w'’-]+)[,.&; ])")
_TAIL = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*\.?\s*$")
_LABELS = OPENERS | word_set(
    "role team result results link url github client duration description features goal languages skills"
)
_DEEDS = word_set("led ran taught built made gave won helped run help wrote raised")


def split_singles(kind: str, lines: list[Line]) -> Split | None:
    """Drafts of one line each and the lines that belong to none; None where the section does not have that shape."""
    if kind == "publications" and (numbered := _numbered(lines)):
        return numbered
    if kind not in _ONE_LINE or not lines or any(line.page for line in lines):
        return None
    roles = line_roles(lines)
    if kind == "publications":
        return _publications(roles)
    if kind == "projects":
        return _projects(roles)
    if kind == "education":
        return _schools(roles)
    if kind in ("certifications", "awards"):
        return _dated_list(roles)
    return _club_roles(roles, loose=kind == "other") if kind in ("volunteer", "other") else None


def _numbered(lines: list[Line]) -> Split | None:
    """Works that are counted ("1. ...", "[2] ..."): each number one higher than the last opens one."""
    drafts: list[Draft] = []
    for line in lines:
        match = _COUNTED.match(f"{line.marker} {line.text}" if line.marker else line.text)
        if match and int(match[1]) == len(drafts) + 1:
            drafts.append(Draft(header=[line]))
        elif drafts:
            drafts[-1].header.append(line)
        else:
            return None
    return (drafts, []) if len(drafts) >= SEVERAL else None


def _groups(roles: list[Role]) -> list[list[Line]] | None:
    """Each line or list item with its further lines; None where list items stand under other lines."""
    if len({role.line.bullet for role in roles if role.kind != "more"}) != 1:
        return None
    groups: list[list[Line]] = []
    for role in roles:
        above = groups[-1][0] if groups else None
        deeper = above is not None and above.bullet and body_left(role.line) > body_left(above) + 1
        if groups and (role.kind == "more" or deeper):
            groups[-1].append(role.line)
        else:
            groups.append([role.line])
    return groups


def _publications(roles: list[Role]) -> Split | None:
    groups = _groups(roles)
    if groups is None:
        return None
    drafts: list[Draft] = []
    for group in groups:
        before = drafts[-1] if drafts and not group[0].bullet else None
        line = group[0]
        if before is not None and line.gap < 0.5 and not _new_work(before, line):
            (
                before.text.append([line])
                if _has_year(before) and not line.text[:1].islower()
                else before.header.append(line)
            )
        else:
            drafts.append(Draft(header=group))
    return (drafts, []) if any(_has_year(draft) for draft in drafts) else None


def _new_work(before: Draft, line: Line) -> bool:
    if line.text[:1].islower() or is_date_text(line.text):
        return False
    return _has_year(before) and bool(_AUTHORS.match(line.text) or find_dates(line.text))


def _has_year(draft: Draft) -> bool:
    return any(find_dates(line.text) for line in draft.header)


def _dated_list(roles: list[Role]) -> Split | None:
    """One certificate or award a line, most of them with a date."""
    groups = _groups(roles)
    if groups is None or any(len(group) > 1 for group in groups):
        return None
    lines = [group[0] for group in groups]
    dated = [line for line in lines if find_dates(line.text)]
    plain = [line for line in lines if not find_dates(line.text)]
    alone = any(is_date_text(line.text) for line in lines)
    taught = any(
        DEGREE.match(line.text) and school_score(after.text) for line, after in pairwise(lines) if line in plain
    )
    if alone or taught or len(dated) * 2 < len(lines) or any(_running(line.text) for line in plain):
        return None
    return [Draft(header=[line]) for line in lines], []


def _schools(roles: list[Role]) -> Split | None:
    """One school or degree a list item, most of them with a date."""
    groups = _groups(roles)
    if groups is None or not groups[0][0].bullet:
        return None
    texts = [group[0].text for group in groups]
    named = sum(bool(find_dates(text) and (DEGREE.search(text) or school_score(text))) for text in texts)
    single = all(len(group) == 1 and not _running(group[0].text) for group in groups)
    dated = sum(bool(find_dates(text)) for text in texts)
    listed = single and named > 0 and dated >= 0.5 * len(groups)  # "Qualifications": a school among courses and cards
    return ([Draft(header=group) for group in groups], []) if named >= 0.6 * len(groups) or listed else None


def _running(text: str) -> bool:
    return text[:1].islower() or len(text.split()) > 12 or text.rstrip().endswith((":", "."))


def _projects(roles: list[Role]) -> Split | None:
    """Projects that are told after their name: "rota: a planner for night shifts" or "Rota - a planner"."""
    if not _named(roles[0].line) or any(role.kind == "date" and not _named(role.line) for role in roles):
        return None
    groups = _groups(roles)
    if groups is not None:
        named = sum(_named(group[0]) for group in groups)
        starts = [group for group in groups if group[0].bullet or _named(group[0]) or group[0].gap >= 0.5]
        if named * 2 < len(groups) or len(starts) < len(groups):
            return None
        return [_told(group) for group in groups], []
    if any(not _named(role.line) for role in roles if role.kind == "text"):
        return None
    drafts: list[Draft] = []
    for role in roles:
        if role.kind in ("item", "more"):
            (drafts[-1].items.append([role.line]) if role.kind == "item" else drafts[-1].items[-1].append(role.line))
        else:
            drafts.append(Draft(header=[role.line]))
    return drafts, []


def _named(line: Line) -> bool:
    text = line.text.replace("\t", " ")
    match = NAMED.match(text)
    words = match["name"].lower().split() if match else []
    return bool(words) and words[0] not in _LABELS | _DEEDS and not (len(words) > 1 and words[0].endswith("ed"))


def _told(group: list[Line]) -> Draft:
    """The line is header and text alike: its name is the title, all of it tells what the project is."""
    return Draft(header=group[:1], text=[group])


def _club_roles(roles: list[Role], *, loose: bool) -> Split | None:
    """One role a line ("Treasurer, Valley Choir, since 2020"). `loose`: among other lines, and then only with a range of dates."""
    groups = _groups(roles)
    if groups is None:
        return None
    drafts: list[Draft] = []
    left: list[Line] = []
    for group in groups:
        text = group[0].text
        ranged = any(span.is_range for span in find_dates(text))
        if _is_role(text) and (ranged or not loose):
            drafts.append(Draft(header=group))
        elif loose and not header_dates(group[0]):
            left += group
        else:
            return None
    return (drafts, left) if drafts else None


def _is_role(text: str) -> bool:
    """True for a line that names a role and where it is held, or an organisation alone."""
    core = _TAIL.sub("", without_dates(text)).strip(" ,;.–-")
    parts = [part.strip() for part in re.split(r"[,;]\s+", core) if part.strip()]
    if not parts or ". " in parts[0] or len(text.split()) > 30 or "|" in text or "\t" in text:
        return False
    first = parts[0].split()[0].lower()
    if first in _DEEDS or first.endswith(("ed", "ing")) and len(first) > 4:
        return False
    if names_role(parts[0]):
        return bool(JOINER.search(parts[0])) or any(part[0].isupper() for part in parts[1:])
    return org_score(parts[0]) > 0 and len(core.split()) <= 8
