"""Files that lie, break or attack: each is refused with one sentence, and nothing else happens."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resumes.parsing import ResumeRefused, page_images, parse, sandbox
from resumes.parsing.refusal import MESSAGES
from resumes.tests.parsing_samples import TYPES, docx_of, page_pdf, paragraph, pdf_of, stream, zip_of

TEXT = b"BT /F1 12 Tf 60 780 Td (Imogen Castellane, Registered Nurse, Leeds, United Kingdom) Tj ET"


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(ResumeRefused) as caught:
        parse(data, name)
    assert str(caught.value) == MESSAGES[caught.value.code]
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("cv.pdf", b"", "empty"),
        ("cv.txt", b" \n\t ", "empty"),
        ("cv.txt", b"\x00" * 50, "empty"),
        ("cv.pdf", b"x" * (5 * 1024 * 1024 + 1), "too_large"),
        ("cv.docx", b"%PDF-1.7 not a docx", "mismatch"),
        ("cv.pdf", b"PK\x03\x04 not a pdf", "mismatch"),
        ("cv.pdf", b"only text", "mismatch"),
        ("cv.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_word"),
        ("cv.rtf", b"{\\rtf1 hello}", "old_word"),
        ("cv.exe", b"MZ\x90", "unknown_type"),
        ("photo.png", b"\x89PNG\r\n", "unknown_type"),
        ("cv.txt", b"name\x00\x00\x01\x02binary", "not_text"),
        ("cv.pdf", b"%PDF-1.7\ngarbage", "damaged"),
        ("cv.docx", b"PK\x03\x04" + b"\x00" * 60, "damaged"),
        ("cv.zip", zip_of({"readme.txt": "hello"}), "not_linkedin"),
        ("cv.docx", zip_of({"readme.txt": "hello"}), "mismatch"),
        ("cv.json", b"[1, 2, 3]", "not_json_resume"),
        ("cv.json", b'{"basics": "x"}', "not_json_resume"),
        ("cv.json", b"[" * 100_000, "not_json_resume"),
        ("cv.txt", b"a " * 150_000, "too_long"),
        ("cv.docx", docx_of(""), "no_text"),
    ],
)
def test_a_file_that_is_no_resume_is_refused(name: str, data: bytes, code: str) -> None:
    assert refusal(data, name) == code


def test_a_truncated_pdf_is_refused_or_read_but_never_crashes() -> None:
    whole = page_pdf(TEXT)
    for length in range(8, len(whole), 97):
        try:
            parse(whole[:length], "cv.pdf")
        except ResumeRefused as refused:
            assert refused.code in MESSAGES


def test_a_scan_says_that_it_is_a_picture() -> None:
    image = stream(
        b"\x80" * 10_000,
        b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    scan = page_pdf(b"q 595 0 0 842 0 0 cm /Im Do Q", resources=b"/XObject << /Im 5 0 R >>", more=(image,))
    assert refusal(scan, "scan.pdf") == "scanned"


def test_a_pdf_that_asks_for_a_password_is_refused() -> None:
    locked = pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>").replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> /P -4 >>",
    )
    assert refusal(locked, "cv.pdf") in ("encrypted", "damaged")


def test_more_than_thirty_pages_are_refused() -> None:
    kids = b" ".join(b"3 0 R" for _ in range(31))
    many = pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count 31 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
    )
    assert refusal(many, "cv.pdf") == "too_many_pages"


HOSTILE_PDFS = {
    "page tree that contains itself": pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
    "form that draws itself": page_pdf(
        b"/X Do", resources=b"/XObject << /X 5 0 R >>",
        more=(stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"),),
    ),
    "a million pages declared": pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 99999999 >>"),
    "page of planetary size": page_pdf(TEXT, box=b"[0 0 9e9 9e9]"),
    "page without area": page_pdf(TEXT, box=b"[0 0 0 0]"),
    "arrays nested deeply": page_pdf(b"[" * 200_000),
    "operators without end": page_pdf(b"q " * 400_000),
    "length that lies": page_pdf(TEXT).replace(b"/Length 85", b"/Length 99999999"),
    "image of a billion pixels": page_pdf(
        b"q 595 0 0 842 0 0 cm /Im Do Q", resources=b"/XObject << /Im 5 0 R >>",
        more=(stream(b"0", b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"),),
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE_PDFS)
def test_a_hostile_pdf_ends_in_a_refusal_or_a_reading(kind: str) -> None:
    try:
        parsed = parse(HOSTILE_PDFS[kind], "cv.pdf")
    except ResumeRefused as refused:
        assert refused.code in MESSAGES
    else:
        assert "Castellane" in parsed.text


def test_a_zip_bomb_stops_at_the_limit() -> None:
    bomb = docx_of(paragraph("x") + "<w:p/>" * 8_000_000)
    assert len(bomb) < 5 * 1024 * 1024
    assert refusal(bomb, "cv.docx") == "bomb"


def test_a_size_declared_too_small_does_not_open_the_gate() -> None:
    lying = bytearray(docx_of("<w:p/>" * 8_000_000))
    central = lying.rfind(b"PK\x01\x02")
    lying[central + 24 : central + 28] = (100).to_bytes(4, "little")
    assert refusal(bytes(lying), "cv.docx") in ("bomb", "damaged")


def test_thousands_of_entries_are_refused() -> None:
    files: dict[str, bytes | str] = {f"word/{number}.xml": "" for number in range(2001)}
    assert refusal(zip_of({"[Content_Types].xml": TYPES, "word/document.xml": "", **files}), "cv.docx") == "bomb"


def test_xml_entities_are_refused() -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refusal(zip_of({"[Content_Types].xml": TYPES, "word/document.xml": laughs}), "cv.docx") == "bomb"


def test_an_encrypted_zip_entry_is_refused() -> None:
    buffer = io.BytesIO(docx_of(paragraph("hello")))
    data = bytearray(buffer.getvalue())
    central = data.find(b"PK\x01\x02")
    data[central + 8] |= 1
    assert refusal(bytes(data), "cv.docx") == "encrypted"


def test_tables_nested_without_end_are_read_to_a_depth() -> None:
    nested = paragraph("Imogen Castellane")
    for _ in range(300):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    assert refusal(docx_of(nested), "cv.docx") in ("no_text", "damaged", "too_hard")


def _child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    script = tmp_path / "child.py"
    script.write_text(code)
    monkeypatch.setattr(sandbox, "_CHILD", script)
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 1.0)


ENDLESS = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
FORKING = "import os, time\nif os.fork() == 0:\n    time.sleep(60)\nos._exit(1)"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("import time; time.sleep(60)", "too_hard", id="hangs", marks=pytest.mark.slow),
        pytest.param("import os; os.abort()", "too_hard", id="dies"),
        pytest.param("import sys; sys.exit(3)", "too_hard", id="fails"),
        pytest.param("print('not json')", "damaged", id="talks nonsense"),
        pytest.param("print('[]')", "damaged", id="answers a list"),
        pytest.param("print('{}')", "damaged", id="answers nothing"),
        pytest.param('print(\'{"parsed": {"format": "pdf", "text": 5}}\')', "damaged", id="answers wrong types"),
        pytest.param('print(\'{"refused": {"a": 1}}\')', "damaged", id="invents a refusal"),
        pytest.param(
            "import sys\nwhile True: sys.stdout.write('x' * 65536)",
            "too_hard",
            id="talks without end",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "import os, time\nif os.fork() == 0:\n    time.sleep(60)\nos._exit(1)",
            "too_hard",
            id="leaves a child",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_child_that_misbehaves_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, expected: str
) -> None:
    _child(tmp_path, monkeypatch, code)
    assert refusal(b"Imogen Castellane", "cv.txt") == expected


def test_the_child_has_no_environment_no_files_and_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probe = (
        "import json, os, resource, runpy, sys\n"
        f"module = runpy.run_path({str(Path(sandbox.__file__).with_name('child.py'))!r})\n"
        "module['limit_self']()\n"
        "names = ('RLIMIT_AS', 'RLIMIT_CPU', 'RLIMIT_FSIZE', 'RLIMIT_NOFILE')\n"
        "limits = {name: resource.getrlimit(getattr(resource, name))[0] for name in names}\n"
        "facts = {'env': sorted(os.environ), 'isolated': sys.flags.isolated, 'session': os.getsid(0) == os.getpid(), 'limits': limits, "
        "'open': sorted(int(fd) for fd in os.listdir('/proc/self/fd'))[:-1] if os.path.isdir('/proc/self/fd') else [0, 1, 2]}\n"
        "print(json.dumps(facts))\n"
    )
    _child(tmp_path, monkeypatch, probe)
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    facts = json.loads(sandbox._run(["txt", "parse", "0"], b""))
    assert set(facts["env"]) <= {"LC_CTYPE"}
    assert (facts["isolated"], facts["session"], facts["open"]) == (1, True, [0, 1, 2])
    wanted = {"RLIMIT_AS": 1 << 30, "RLIMIT_CPU": 10, "RLIMIT_FSIZE": 0, "RLIMIT_NOFILE": 64}
    if sys.platform == "darwin":
        del facts["limits"]["RLIMIT_AS"], wanted["RLIMIT_AS"]
    assert facts["limits"] == wanted


def test_a_third_reader_waits_and_then_says_that_the_reader_is_busy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Places of this test's own: others may be reading files beside it.
    monkeypatch.setattr(sandbox.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", 0.1)
    with sandbox._place(), sandbox._place():
        assert refusal(b"Imogen Castellane", "cv.txt") == "busy"
    assert parse(b"Imogen Castellane\nLeeds", "cv.txt").text


def test_page_images_are_made_of_pdfs_only() -> None:
    with pytest.raises(ResumeRefused) as caught:
        page_images(b"hello")
    assert caught.value.code == "not_pdf"
    (picture,) = page_images(page_pdf(TEXT), dpi=48)
    assert picture[:4] == b"RIFF"


def test_pictures_that_are_none_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _child(tmp_path, monkeypatch, "import sys; sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x04<a/>')")
    with pytest.raises(ResumeRefused):
        page_images(page_pdf(TEXT))


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=400),
    name=st.sampled_from(["a.pdf", "a.docx", "a.txt", "a.md", "a.json", "a.zip", "", "\x00.pdf"]),
)
def test_any_bytes_under_any_name_are_parsed_or_refused(data: bytes, name: str) -> None:
    prefix = {"a.pdf": b"%PDF-1.4\n", "a.docx": b"PK\x03\x04", "a.zip": b"PK\x03\x04"}.get(name, b"")
    try:
        parsed = parse(prefix + data, name)
    except ResumeRefused as refused:
        assert refused.code in MESSAGES
    else:
        assert parsed.format in ("txt", "md", "jsonresume", "pdf", "docx", "linkedin")


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def test_no_lock_or_file_is_left_open() -> None:
    before = _open_files()
    parse(b"Imogen Castellane\nLeeds", "cv.txt")
    assert _open_files() == before
