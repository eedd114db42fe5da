"""Small files made for the parser's tests: hand-written PDFs, DOCX files, LinkedIn exports."""

# ruff: noqa: E501 (rows of exported tables stay unbroken)

from __future__ import annotations

import io
import zipfile

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf_of(*objects: bytes, root: int = 1) -> bytes:
    """A PDF whose objects are given in order, numbered from 1, with a correct cross-reference table."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def page_pdf(
    content: bytes, *, resources: bytes = b"", box: bytes = b"[0 0 595 842]", more: tuple[bytes, ...] = ()
) -> bytes:
    """A one-page PDF with Helvetica as /F1."""
    fonts = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Resources << %s %s >> /Contents 4 0 R >>"
        % (box, fonts, resources),
        stream(content),
        *more,
    )


def zip_of(files: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A DOCX with the given body XML and further parts (`styles="..."` becomes word/styles.xml)."""
    files: dict[str, bytes | str] = {"[Content_Types].xml": TYPES}
    files["word/document.xml"] = f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'
    files |= {f"word/{name}.xml": content for name, content in parts.items()}
    return zip_of(files)


def paragraph(text: str, run: str = "", properties: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


LINKEDIN = {
    "Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n"
    'Imogen,Castellane,,,,Registered Nurse,"Nine years on wards, two of them leading.",Health,,"Leeds, United Kingdom",,[PORTFOLIO:https://castellane.example.org],\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Aireborough General Hospital,Senior Staff Nurse,"- Lead a team of twelve\n- Cut medication errors","Leeds, United Kingdom",Mar 2020,\n'
    "Moorfield Care,Staff Nurse,,Bradford,Sep 2015,Feb 2020\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
    'University of Huddersfield,2012,2015,,"Bachelor of Science, Adult Nursing",Choir\n',
    "Skills.csv": "Name\nWound care\nTriage\n",
    "Languages.csv": "Name,Proficiency\nEnglish,Native or bilingual proficiency\n",
    "Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\nAdvanced Life Support,,Resuscitation Council,Jan 2022,,\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\nold@example.org,Yes,No,\nimogen.castellane@example.org,Yes,Yes,\n",
    "PhoneNumbers.csv": "Extension,Number,Type\n,+44 7700 900321,Mobile\n",
}
