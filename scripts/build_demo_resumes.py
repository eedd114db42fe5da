"""Render the demo resumes: JSON Resume sources to the PDF, DOCX, Markdown, text and JSON files that are committed.

Run from the project root: `python scripts/build_demo_resumes.py`; `--check` writes nothing and fails when a committed
file differs. Same sources and library versions give the same bytes: only the fonts inside typst are used and every
date in a file is fixed.
"""

import argparse
import io
import json
import sys
import textwrap
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from resumes.demo import FOLDER, built_file, people, source  # noqa: E402 - the project root has to be on the path first

STAMP = datetime(2026, 1, 1, tzinfo=UTC)
ZIP_STAMP = (2026, 1, 1, 0, 0, 0)
LARGEST = 150_000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Resume = dict[str, Any]


def month(value: str | None) -> str:
    """ "2023-02" as "Feb 2023"; None is an entry that goes on."""
    if value is None:
        return "Present"
    year, _, number = value.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number else year


def period(entry: dict[str, Any]) -> str:
    return f"{month(entry['startDate'])} - {month(entry.get('endDate'))}"


def place(resume: Resume) -> str:
    spot = resume["basics"]["location"]
    region = [] if spot["region"] in ("", spot["city"]) else [spot["region"]]
    return ", ".join([spot["city"], *region, spot["countryCode"]])


def spoken(resume: Resume) -> list[str]:
    return [f"{item['language']} ({item['fluency']})" for item in resume["languages"]]


def render_pdf(person: dict[str, Any], resume: Resume) -> bytes:
    """PDF through typst. The resume goes in as data (`sys_inputs`), never as source."""
    import typst

    inputs = {"resume": json.dumps(resume, ensure_ascii=False)}
    if "hidden" in person:
        inputs["hidden"] = person["hidden"]
    layouts = FOLDER / "layouts"
    pdf = typst.compile(
        str(layouts / f"{person['layout']}.typ"),
        root=str(layouts),
        sys_inputs=inputs,
        ignore_system_fonts=True,
        timestamp=int(STAMP.timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"{person['slug']}: typst gave pages instead of one PDF")
    return pdf


def render_json(_person: dict[str, Any], resume: Resume) -> bytes:
    schema = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
    return (json.dumps({"$schema": schema, **resume}, ensure_ascii=False, indent=2) + "\n").encode()


def render_markdown(_person: dict[str, Any], resume: Resume) -> bytes:
    basics = resume["basics"]
    lines = [f"# {basics['name']}", "", f"**{basics['label']}**", ""]
    lines += [f"{place(resume)} | {basics['email']} | {basics['phone']}", "", "## Summary", "", basics["summary"], ""]
    lines += ["## Experience", ""]
    for job in resume["work"]:
        lines += [f"### {job['position']}, {job['name']}", f"*{period(job)} | {job['location']}*", ""]
        lines += [*(f"- {text}" for text in job["highlights"]), ""]
    lines += ["## Education", ""]
    for school in resume["education"]:
        lines += [f"**{school['studyType']}, {school['area']}**, {school['institution']}, {period(school)}", ""]
    lines += ["## Skills", "", *(f"- **{g['name']}**: {', '.join(g['keywords'])}" for g in resume["skills"]), ""]
    if "certificates" in resume:
        lines += ["## Certifications", ""]
        lines += [*(f"- {item['name']}, {item['issuer']} ({item['date']})" for item in resume["certificates"]), ""]
    lines += ["## Languages", "", ", ".join(spoken(resume))]
    return ("\n".join(lines) + "\n").encode()


def render_text(_person: dict[str, Any], resume: Resume) -> bytes:
    basics = resume["basics"]
    lines = [basics["name"].upper(), basics["label"], f"{place(resume)} | {basics['phone']} | {basics['email']}", ""]
    lines += ["SUMMARY", *textwrap.wrap(basics["summary"], 90), "", "WORK EXPERIENCE"]
    for job in resume["work"]:
        lines += ["", f"{job['position']}, {job['name']}, {job['location']}", period(job)]
        for text in job["highlights"]:
            lines += textwrap.wrap(text, 88, initial_indent="* ", subsequent_indent="  ")
    lines += ["", "EDUCATION"]
    for school in resume["education"]:
        lines += [f"{school['studyType']}, {school['area']}", f"{school['institution']}, {period(school)}"]
    lines += ["", "SKILLS", *(f"{group['name']}: {', '.join(group['keywords'])}" for group in resume["skills"])]
    if "certificates" in resume:
        lines += ["", "CERTIFICATIONS"]
        lines += [f"{item['name']}, {item['issuer']}, {month(item['date'])}" for item in resume["certificates"]]
    lines += ["", "LANGUAGES", ", ".join(spoken(resume))]
    return ("\n".join(lines) + "\n").encode()


def render_docx(person: dict[str, Any], resume: Resume) -> bytes:
    """DOCX with Word's own heading and list styles; "docx-table" puts head and dates in tables, as many people do."""
    import docx

    document = docx.Document()
    tables = person["layout"] == "docx-table"
    basics = resume["basics"]
    contact = [basics["email"], basics["phone"], place(resume)]
    if tables:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text = f"{basics['name']}\n{basics['label']}"
        cells[1].text = "\n".join(contact)
    else:
        document.add_heading(basics["name"], level=0)
        document.add_paragraph(basics["label"])
        document.add_paragraph(" | ".join(contact))
    document.add_heading("Professional Summary", level=1)
    document.add_paragraph(basics["summary"])
    document.add_heading("Work Experience", level=1)
    for job in resume["work"]:
        add_job(document, job, in_table=tables)
    add_rest(document, resume)
    properties = document.core_properties
    properties.author, properties.title = basics["name"], f"{basics['name']} - {basics['label']}"
    properties.created = properties.modified = STAMP.replace(tzinfo=None)
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def add_job(document: Any, job: dict[str, Any], *, in_table: bool) -> None:
    if in_table:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text = period(job)
        cells[1].paragraphs[0].add_run(job["position"]).bold = True
        cells[1].add_paragraph(f"{job['name']}, {job['location']}")
    else:
        document.add_heading(f"{job['position']} - {job['name']}", level=2)
        document.add_paragraph(f"{period(job)}, {job['location']}")
    for text in job["highlights"]:
        document.add_paragraph(text, style="List Bullet")


def add_rest(document: Any, resume: Resume) -> None:
    document.add_heading("Education", level=1)
    for school in resume["education"]:
        line = document.add_paragraph()
        line.add_run(f"{school['studyType']}, {school['area']}").bold = True
        line.add_run(f"\n{school['institution']}, {period(school)}")
    document.add_heading("Skills", level=1)
    for group in resume["skills"]:
        document.add_paragraph(f"{group['name']}: {', '.join(group['keywords'])}")
    if "certificates" in resume:
        document.add_heading("Certifications", level=1)
        for item in resume["certificates"]:
            document.add_paragraph(f"{item['name']}, {item['issuer']}, {month(item['date'])}")
    document.add_heading("Languages", level=1)
    document.add_paragraph(", ".join(spoken(resume)))


def with_fixed_dates(archive: bytes) -> bytes:
    """The same zip with one fixed date on every member, so that the bytes depend on the content only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, ZIP_STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return buffer.getvalue()


def same(old: bytes, new: bytes) -> bool:
    """Equal bytes; for a DOCX equal members, since builds of zlib differ in how they compress the same content."""
    if old == new or not (old[:2] == new[:2] == b"PK"):
        return old == new
    with zipfile.ZipFile(io.BytesIO(old)) as one, zipfile.ZipFile(io.BytesIO(new)) as other:
        return one.namelist() == other.namelist() and all(one.read(name) == other.read(name) for name in one.namelist())


RENDERERS: dict[str, Callable[[dict[str, Any], Resume], bytes]] = {
    "one": render_pdf,
    "two": render_pdf,
    "sidebar": render_pdf,
    "compact": render_pdf,
    "docx-table": render_docx,
    "docx-plain": render_docx,
    "md": render_markdown,
    "txt": render_text,
    "json": render_json,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Render the demo resumes into resumes/demo/files.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a committed file differs")
    check = parser.parse_args().check
    (FOLDER / "files").mkdir(exist_ok=True)
    stale = []
    for person in people():
        data = RENDERERS[person["layout"]](person, source(person["slug"]))
        if len(data) > LARGEST:
            raise SystemExit(f"{person['slug']}: {len(data)} bytes is more than the {LARGEST} a demo file may have")
        path = built_file(person["slug"], person["layout"])
        if path.exists() and same(path.read_bytes(), data):
            continue
        stale.append(path.name)
        if not check:
            path.write_bytes(data)
    print(f"{'differ' if check else 'written'}: {', '.join(stale) or 'none'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
