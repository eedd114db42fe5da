"""Layouts for the parser's tests: Typst templates that set the same person in many shapes.

Each template gets the person as JSON in `d` (dates spelled as strings in `when`, headings in `h`).
"""

# ruff: noqa: E501 (one template or sentence a line reads better than a broken one)

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from resumes.tests.parsing_people import HEADINGS, spell

PRELUDE = """
#let d = json(bytes(sys.inputs.data))
#let h = d.h
#set text(size: 10pt, font: "Libertinus Serif")
#set par(leading: 0.55em)
#let bullets(items) = list(..items)
#let contact(sep) = [#d.email#sep#d.phone#sep#d.location]
"""
HEAD_RULE = '#let head(t) = [#v(6pt)#text(weight: "bold", size: 12pt, upper(t))#v(-8pt)#line(length: 100%)#v(-2pt)]\n'
TAIL = """
#head(h.at(3)) #d.skills.join(", ")
#head(h.at(4)) #d.languages.join(", ")
#head(h.at(5)) #for c in d.certifications [- #c]
"""
EDU_RIGHT = "#head(h.at(2)) #for e in d.education [*#e.institution* #h(1fr) #e.when \\ #e.study \\ ]\n".replace(
    "#h(1fr)", "#box(width: 1fr)"
)


def _plain(
    entry: str, *, head: str = HEAD_RULE, top: str = "", education: str = EDU_RIGHT, tail: str = TAIL, page: str = ""
) -> str:
    top = top or '#align(center)[#text(size: 20pt, weight: "bold", d.name) \\ #contact(" | ")]\n'
    page = page or '#set page("a4", margin: 2cm)\n'
    return f"{PRELUDE}{page}{head}{top}#head(h.at(0)) #d.summary\n#head(h.at(1))\n#for j in d.jobs [{entry}]\n{education}{tail}"


FILL = "#box(width: 1fr)"
LAYOUTS: dict[str, tuple[str, str]] = {  # name -> (date style, Typst source)
    "title_first_date_right": ("short", _plain(f"*#j.title* {FILL} #j.when \\ #emph[#j.company, #j.location]\n#bullets(j.bullets)\n")),
    "company_first_two_lines": ("full", _plain(f"*#j.company* {FILL} #j.location \\ #emph(j.title) {FILL} #emph(j.when)\n#bullets(j.bullets)\n")),
    "one_liner": ("year", _plain("*#j.company — #j.title* | #j.location | #j.when\n#bullets(j.bullets)\n",
        education="#head(h.at(2)) #for e in d.education [#e.study, #e.institution | #e.when \\ ]\n")),
    "date_in_brackets": ("short", _plain("#j.title, *#j.company*, #j.location (#j.when)\n#bullets(j.bullets)\n",
        education="#head(h.at(2)) #for e in d.education [#e.study, *#e.institution* (#e.when) \\ ]\n")),
    "date_last_line": ("slash", _plain("*#j.title* \\ #j.company \\ #j.location \\ #j.when\n#bullets(j.bullets)\n",
        education="#head(h.at(2)) #for e in d.education [*#e.study* \\ #e.institution \\ #e.when \\ #v(2pt)]\n")),
    "date_first_line": ("slash", _plain("#j.when \\ *#j.title* \\ #j.company, #j.location\n#bullets(j.bullets)\n",
        education="#head(h.at(2)) #for e in d.education [#e.when \\ *#e.study* \\ #e.institution \\ #v(2pt)]\n")),
    "dates_left_grid": ("dot", _plain("#grid(columns: (3.4cm, 1fr), [#j.when], [*#j.title* \\ #j.company, #j.location #bullets(j.bullets)])\n",
        education="#head(h.at(2)) #for e in d.education [#grid(columns: (3.4cm, 1fr), [#e.when], [*#e.study* \\ #e.institution])]\n",
        top='#text(size: 22pt, d.name) \\ #text(d.headline) \\ #contact(" • ")\n')),
    "table_dates_places_left": ("short", _plain("#grid(columns: (4cm, 1fr), [#j.when \\ #j.location], [*#j.company* \\ #emph(j.title) #bullets(j.bullets)])\n",
        education="#head(h.at(2)) #for e in d.education [#grid(columns: (4cm, 1fr), [#e.when], [*#e.institution* \\ #e.study])]\n")),
    "ruled_table": ("slash", _plain("#table(columns: (4cm, 1fr), stroke: 0.4pt, [#j.when], [*#j.title*, #j.company, #j.location #bullets(j.bullets)])\n",
        education="#head(h.at(2)) #table(columns: (4cm, 1fr), ..d.education.map(e => ([#e.when], [#e.study, #e.institution])).flatten())\n")),
    "no_bullets": ("full", _plain(f"*#j.title*, #j.company {FILL} #j.when \\ #j.bullets.join(\". \").\n\n")),
    "dash_bullets_right_margin": ("short", _plain("#grid(columns: (1fr, 3.2cm), column-gutter: 10pt, [*#j.company*, #j.title #for b in j.bullets [\\ – #b]], align(right)[#j.location \\ #j.when])\n")),
    "small_caps": ("year", _plain(f"#smallcaps(j.company) {FILL} #j.when \\ #emph(j.title), #j.location\n#bullets(j.bullets)\n",
        head='#let head(t) = [#v(8pt)#text(size: 13pt, smallcaps(t))#v(-2pt)]\n', top='#align(center)[#text(size: 24pt, smallcaps(d.name)) \\ #contact(" · ")]\n')),
    "letter_spaced": ("short", _plain(f"*#j.title* {FILL} #j.when \\ #j.company | #j.location\n#bullets(j.bullets)\n",
        head='#let head(t) = [#v(8pt)#text(tracking: 3pt, size: 11pt, upper(t))#v(2pt)]\n',
        top='#text(tracking: 4pt, size: 20pt, upper(d.name)) \\ #text(tracking: 2pt, upper(d.headline)) \\ #d.email #box(width: 2em) #d.phone #box(width: 2em) #d.location\n')),
    "side_headings": ("year", PRELUDE + """#set page("a4", margin: 2cm)
#text(size: 19pt, weight: "bold", d.name) #box(width: 1fr) #d.email \\ #d.location #box(width: 1fr) #d.phone
#let part(t, body) = grid(columns: (3.6cm, 1fr), row-gutter: 8pt, text(weight: "bold", t), body) + v(6pt)
#part(h.at(0), d.summary)
#part(h.at(1), for j in d.jobs [*#j.title*, #j.company, #j.location #box(width: 1fr) #j.when #bullets(j.bullets)])
#part(h.at(2), for e in d.education [*#e.institution*, #e.study #box(width: 1fr) #e.when \\ ])
#part(h.at(3), d.skills.join(", ")) #part(h.at(4), d.languages.join(", ")) #part(h.at(5), d.certifications.join("; "))
"""),
    "sidebar_left_dark": ("short", PRELUDE + """#set page("a4", margin: 0pt)
#let side(t) = [#v(8pt)#text(weight: "bold", size: 11pt, upper(t))#v(-2pt)]
#let head(t) = [#v(8pt)#text(weight: "bold", size: 14pt, fill: rgb("#1f4e79"), t)#v(-2pt)]
#grid(columns: (6cm, 1fr), block(fill: rgb("#24344d"), inset: 14pt, height: 100%, width: 100%)[#set text(fill: white)
#side("Contact") #d.email \\ #d.phone \\ #d.location
#side(h.at(3)) #for s in d.skills [- #s]
#side(h.at(4)) #for s in d.languages [#s \\ ]], block(inset: 16pt)[
#text(size: 24pt, weight: "bold", d.name) \\ #text(size: 12pt, d.headline)
#head(h.at(0)) #d.summary
#head(h.at(1)) #for j in d.jobs [*#j.title* \\ #j.company | #j.location \\ #text(fill: gray, j.when) #bullets(j.bullets)]
#head(h.at(2)) #for e in d.education [*#e.study* \\ #e.institution #box(width: 1fr) #e.when \\ ]
#head(h.at(5)) #for c in d.certifications [- #c]])
"""),
    "sidebar_right": ("full", PRELUDE + """#set page("a4", margin: 1.6cm)
#let head(t) = [#v(6pt)#text(weight: "bold", size: 12pt, upper(t))#v(-2pt)]
#align(center)[#text(size: 22pt, d.name) \\ #text(style: "italic", d.headline)]
#grid(columns: (1fr, 5cm), column-gutter: 0.8cm, [
#head(h.at(1)) #for j in d.jobs [*#j.company*, #j.location \\ #emph[#j.title — #j.when] #bullets(j.bullets)]], [
#head("Contact") #d.phone \\ #d.email \\ #d.location
#head(h.at(2)) #for e in d.education [*#e.institution* \\ #e.study \\ #e.when \\ #v(3pt)]
#head(h.at(3)) #for s in d.skills [#s \\ ]
#head(h.at(4)) #for s in d.languages [#s \\ ] #head(h.at(5)) #for c in d.certifications [#c \\ ]])
"""),
    "equal_columns": ("slash", PRELUDE + """#set page("a4", margin: 1.5cm)
#let head(t) = [#v(6pt)#text(weight: "bold", size: 12pt, fill: rgb("#aa3311"), t)#v(-2pt)]
#text(size: 26pt, weight: "bold", upper(d.name)) \\ #contact("  /  ")
#grid(columns: (1fr, 1fr), column-gutter: 0.7cm, [
#head(h.at(0)) #par(justify: true, d.summary)
#head(h.at(1)) #for j in d.jobs [*#j.title* \\ #j.company \\ #j.when, #j.location #bullets(j.bullets)]], [
#head(h.at(2)) #for e in d.education [*#e.study* \\ #e.institution \\ #e.when \\ #v(3pt)]
#head(h.at(3)) #d.skills.join(" • ")
#head(h.at(4)) #d.languages.join(" • ") #head(h.at(5)) #d.certifications.join(" • ")])
"""),
    "name_two_lines_chips": ("short", _plain(f"*#j.title* {FILL} #j.when \\ #text(fill: rgb(\"#555\"), j.company) {FILL} #j.location\n#bullets(j.bullets)\n",
        top='#text(size: 26pt, weight: "bold")[#d.first \\ #d.last] \\ #text(12pt, d.headline) \\ #contact(" | ")\n',
        tail='#head(h.at(3)) #d.skills.map(s => box(stroke: 0.5pt, inset: 4pt, s)).join(h_gap)\n'.replace("h_gap", '"   "')
        + "#head(h.at(4)) #for s in d.languages [#s \\ ]\n#head(h.at(5)) #for c in d.certifications [- #c]\n")),
    "positions_at_one_employer": ("short", _plain("#text(weight: \"bold\", size: 11pt, j.company), #j.location \\ #emph(j.title) #box(width: 1fr) #j.when\n#bullets(j.bullets)\n")),
    "mono_centered_heads": ("iso", _plain(f"#j.title at #j.company, #j.location {FILL} #j.when\n#bullets(j.bullets)\n",
        head='#set text(font: "DejaVu Sans Mono", size: 9pt)\n#let head(t) = align(center)[#v(4pt)#text(weight: "bold", size: 11pt, t)]\n',
        education=f"#head(h.at(2)) #for e in d.education [#e.institution, #e.study {FILL} #e.when \\ ]\n")),
    "labelled_groups": ("short", _plain(f"*#j.title* – #j.company – #j.location {FILL} #j.when\n#bullets(j.bullets)\n",
        tail="#head(h.at(3)) *Core:* #d.skills.slice(0, 3).join(\", \") \\ *Other:* #d.skills.slice(3).join(\", \")\n#head(h.at(4)) #d.languages.join(\" | \")\n#head(h.at(5)) #for c in d.certifications [#c \\ ]\n")),
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    layout: str
    person: dict[str, Any]
    gold: dict[str, Any]
    pdf: bytes


def _study(school: dict[str, Any], lang: str) -> str:
    if not school["area"]:
        return str(school["degree"])
    joiner = {"en": " in ", "de": " ", "fr": " ", "es": " en ", "it": " in ", "nl": " ", "pt": " em "}[lang]
    return f"{school['degree']}{joiner}{school['area']}"


def _when(item: dict[str, Any], lang: str, style: str) -> str:
    dash = " - " if style == "iso" else " – "
    return spell(item["start"], lang, style) + dash + spell(item["end"], lang, style)


def sample(layout: str, person: dict[str, Any], layouts: dict[str, tuple[str, str]] = LAYOUTS) -> Sample:
    """One person set in one layout, with the fields a parser should find."""
    import typst

    style, source = layouts[layout]
    lang = person["lang"]
    data = {
        **person,
        "h": HEADINGS[lang],
        "first": person["name"].split()[0],
        "last": " ".join(person["name"].split()[1:]),
        "jobs": [{**job, "when": _when(job, lang, style)} for job in person["jobs"]],
        "education": [
            {**item, "when": _when(item, lang, style), "study": _study(item, lang)} for item in person["education"]
        ],
    }
    pdf = typst.compile(source.encode(), format="pdf", sys_inputs={"data": json.dumps(data)}, ignore_system_fonts=True)
    return Sample(layout, person, _gold(person, style), pdf)


def _gold(person: dict[str, Any], style: str) -> dict[str, Any]:
    def cut(date: str) -> str:
        return date[:4] if style == "year" and date != "present" else date

    def dated(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**item, "start": cut(item["start"]), "end": cut(item["end"])} for item in items]

    keys = ("name", "email", "phone", "location", "skills")
    return {
        **{key: person[key] for key in keys},
        "experience": dated(person["jobs"]),
        "education": dated(person["education"]),
    }
