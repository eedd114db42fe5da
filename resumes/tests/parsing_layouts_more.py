"""Further layouts for the parser's tests, after the shapes that popular templates share."""

# ruff: noqa: E501 (one template or sentence a line reads better than a broken one)

from __future__ import annotations

from resumes.tests.parsing_layouts import FILL, PRELUDE, _plain

COLOURED = '#let head(t) = [#v(6pt)#text(size: 15pt, weight: "bold")[#text(fill: rgb("#c02020"), t.clusters().slice(0, 3).join())#t.clusters().slice(3).join()]#box(width: 1fr, line(length: 100%)) \\ ]\n'
MORE: dict[str, tuple[str, str]] = {
    "four_corners": ("short", _plain(f"*#j.company* {FILL} #j.when \\ #emph(j.title) {FILL} #emph(j.location)\n#bullets(j.bullets)\n",
        head='#let head(t) = [#v(6pt)#smallcaps(text(size: 13pt, t))#v(-8pt)#line(length: 100%)]\n',
        tail='#head(h.at(3)) #text(9pt)[*Core*: #d.skills.slice(0, 4).join(", ") \\ *More*: #d.skills.slice(4).join(", ")]\n#head(h.at(4)) #d.languages.join(", ")\n#head(h.at(5)) #d.certifications.join("; ")\n')),
    "coloured_heads": ("full", _plain(f"*#j.company* {FILL} #text(fill: rgb(\"#c02020\"), style: \"italic\", j.location) \\ #text(size: 9pt, fill: gray, smallcaps(j.title)) {FILL} #text(style: \"italic\", size: 9pt, j.when)\n#bullets(j.bullets)\n",
        head=COLOURED, top='#align(center)[#text(size: 30pt)[#text(weight: "light", d.first) *#d.last*] \\ #text(fill: rgb("#c02020"), smallcaps(d.headline)) \\ #text(size: 8pt)[#d.location] \\ #text(size: 9pt)[#d.phone | #d.email]]\n')),
    "wide_date_place_line": ("short", PRELUDE + """#set page("a4", margin: 1.2cm)
#let head(t) = [#v(6pt)#text(weight: "bold", size: 14pt, fill: rgb("#115577"), upper(t))#v(-9pt)#line(length: 100%, stroke: 1.5pt)]
#text(size: 25pt, weight: "bold", upper(d.name)) \\ #text(size: 13pt, fill: rgb("#115577"), d.headline) \\ #text(size: 8.5pt)[#d.email #h_gap #d.phone #h_gap #d.location]
#grid(columns: (1.5fr, 1fr), column-gutter: 0.6cm, [
#head(h.at(1)) #for j in d.jobs [#text(size: 12pt, j.title) \\ #text(weight: "bold", fill: rgb("#115577"), j.company) \\ #text(size: 8pt)[#j.when #box(width: 3em) #j.location] #bullets(j.bullets) #line(length: 100%, stroke: (dash: "dashed"))]], [
#head(h.at(0)) #emph(d.summary)
#head(h.at(3)) #d.skills.map(s => box(stroke: 0.5pt, radius: 3pt, inset: 3pt, s)).join(" ")
#head(h.at(4)) #for s in d.languages [#s \\ ]
#head(h.at(2)) #for e in d.education [#text(size: 11pt, e.study) \\ *#e.institution* \\ #text(size: 8pt, e.when) \\ #v(2pt)]
#head(h.at(5)) #for c in d.certifications [- #c]])
""".replace("#h_gap", "#box(width: 1.5em)")),
    "bracketed_dates": ("slash", _plain("#text(weight: \"bold\", upper(j.title)) \\ *#j.company* [ #j.when ] \\ #j.location\n#bullets(j.bullets)\n",
        education="#head(h.at(2)) #for e in d.education [#text(weight: \"bold\", e.study) \\ *#e.institution* [ #e.when ] \\ #v(3pt)]\n")),
    "date_colon_prefix": ("dot", _plain("#j.when: *#j.title*, #j.company, #j.location\n#bullets(j.bullets)\n",
        education="#head(h.at(2)) #for e in d.education [#e.when: #e.study, #e.institution \\ ]\n",
        tail="#head(h.at(3)) #for s in d.skills [- #s]\n#head(h.at(4)) #for s in d.languages [- #s]\n#head(h.at(5)) #for c in d.certifications [- #c]\n")),
    "company_date_dash_title": ("year", _plain("*#j.company* (#j.when) — #j.title\n#bullets(j.bullets)\n",
        education="#head(h.at(2)) #for e in d.education [*#e.institution* (#e.when) — #e.study \\ ]\n")),
    "title_pipe_company": ("short", _plain("*#j.title* | #j.company \\ #text(size: 9pt, fill: gray)[#j.when | #j.location]\n#bullets(j.bullets)\n",
        education="#head(h.at(2)) #for e in d.education [*#e.study* | #e.institution \\ #text(size: 9pt, fill: gray)[#e.when] \\ ]\n",
        tail='#head(h.at(3)) #d.skills.join(" | ")\n#head(h.at(4)) #d.languages.join(" | ")\n#head(h.at(5)) #d.certifications.join(" | ")\n')),
    "band_header_white": ("short", _plain("*#j.title* · #j.company \\ #text(style: \"italic\")[#j.location, #j.when]\n#bullets(j.bullets)\n",
        page='#set page("a4", margin: (x: 1.8cm, top: 0pt, bottom: 1.5cm))\n',
        top='#pad(x: -1.8cm, block(fill: rgb("#2b3a55"), width: 100%, inset: 18pt)[#set text(fill: white)\n#text(size: 24pt, weight: "bold", d.name) \\ #d.headline \\ #contact("  ·  ")])\n')),
    "contact_right_of_name": ("full", _plain(f"#j.when {FILL} #j.location \\ *#j.title*, #j.company\n#bullets(j.bullets)\n",
        top='#grid(columns: (1fr, 6cm), [#text(size: 22pt, weight: "bold", d.name) \\ #d.headline], align(right)[#d.location \\ #d.phone \\ #d.email])\n')),
    "skills_columns": ("short", _plain(f"*#j.title*, #emph(j.company) {FILL} #j.when\n#bullets(j.bullets)\n",
        tail="#head(h.at(3)) #grid(columns: (1fr, 1fr, 1fr), row-gutter: 5pt, ..d.skills.map(s => [• #s]))\n#head(h.at(4)) #grid(columns: (1fr, 1fr), row-gutter: 5pt, ..d.languages.map(s => [#s]))\n#head(h.at(5)) #for c in d.certifications [- #c]\n")),
    "skill_dots": ("year", _plain(f"#j.title {FILL} *#j.when* \\ #emph(j.company) – #j.location\n#bullets(j.bullets)\n",
        tail=f"#head(h.at(3)) #for s in d.skills [#s {FILL} ●●●●○ \\ ]\n#head(h.at(4)) #for s in d.languages [#s \\ ]\n#head(h.at(5)) #for c in d.certifications [#c \\ ]\n")),
    "plain_heads_colon": ("full", _plain("#j.title, #j.company, #j.location \\ #j.when\n#bullets(j.bullets)\n",
        head="#let head(t) = [#v(8pt)#underline(t):#v(2pt)]\n", top="#d.name \\ #d.location \\ #d.phone \\ #d.email\n",
        education="#head(h.at(2)) #for e in d.education [#e.study, #e.institution \\ #e.when \\ #v(3pt)]\n")),
    "sidebar_no_headings": ("short", PRELUDE + """#set page("a4", margin: 1.5cm)
#let head(t) = [#v(6pt)#text(weight: "bold", size: 13pt, t)#v(-2pt)]
#grid(columns: (4.5cm, 1fr), column-gutter: 0.8cm, [#text(size: 18pt, weight: "bold", d.name) \\ #v(4pt) #text(fill: gray, d.headline) \\ #v(8pt) #d.email \\ #d.phone \\ #d.location
#head(h.at(3)) #for s in d.skills [#s \\ ] #head(h.at(4)) #for s in d.languages [#s \\ ]], [
#head(h.at(0)) #d.summary
#head(h.at(1)) #for j in d.jobs [#grid(columns: (1fr, auto), [*#j.company*], [#j.when]) #emph(j.title), #j.location #bullets(j.bullets)]
#head(h.at(2)) #for e in d.education [#grid(columns: (1fr, auto), [*#e.institution*], [#e.when]) #e.study \\ #v(4pt)]
#head(h.at(5)) #for c in d.certifications [- #c]])
"""),
    "numbered_us_letter": ("short", _plain(f"#j.company, #j.location {FILL} #j.when \\ *#j.title*\n#bullets(j.bullets)\n",
        page='#set page("us-letter", margin: 1in, footer: context align(center)[#counter(page).display("1 / 1", both: true)])\n',
        head='#let n = counter("part")\n#let head(t) = [#n.step()#v(6pt)#text(weight: "bold", size: 12pt)[#context n.display("1."). #t]#v(-2pt)]\n'.replace('"1."', '"1"'))),
    "long_two_pages": ("full", _plain(f"*#j.title* {FILL} #j.when \\ #j.company, #j.location\n#for i in range(9) [#bullets(j.bullets)]\n",
        page='#set page("a4", margin: 2cm, header: context if counter(page).get().first() > 1 [#d.name #box(width: 1fr) #counter(page).display()])\n')),
    "boxed_heads_timeline": ("dot", _plain("#grid(columns: (3.2cm, 0.4cm, 1fr), align(right)[#j.when], [•], [*#j.title* \\ #emph(j.company) – #j.location #bullets(j.bullets)])\n",
        head='#let head(t) = [#v(6pt)#block(fill: luma(225), width: 100%, inset: 4pt, text(weight: "bold", t))]\n',
        education="#head(h.at(2)) #for e in d.education [#grid(columns: (3.2cm, 0.4cm, 1fr), align(right)[#e.when], [•], [*#e.study* \\ #emph(e.institution)])]\n")),
}  # fmt: skip
