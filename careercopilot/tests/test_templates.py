"""Every template compiles; public pages render without a database, without inline code, within their budget."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

ROOT = Path(settings.BASE_DIR) / "templates"
NAMES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
PUBLIC = (
    "pages/home.html",
    "pages/design.html",
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "429.html",
    "500.html",
)


def _request(path="/", user=None, **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = user or AnonymousUser()
    request.csp_nonce = "test-nonce"
    request.request_id = "0123456789abcdef"
    return request


@pytest.fixture
def seeker():
    """A signed-in person as the page frame sees one; no row is read."""
    return SimpleNamespace(
        is_authenticated=True, is_seeker=True, is_staff=False, active_membership=None,
        email="ada@example.com", display_name="Ada Lovelace", is_active=True,
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", PUBLIC)
def test_page_needs_no_inline_code_and_fits_the_budget(name):
    html = render_to_string(name, request=_request())

    assert len(gzip.compress(html.encode(), 6)) <= 14 * 1024
    assert re.findall(r'\sstyle="|\son\w+="', html) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", html) if 'nonce="test-nonce"' not in tag] == []
    assert html.count("<h1") == 1
    assert re.search(r"<title>\S", html)


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "429.html", "500.html"])
def test_error_page_shows_the_request_id(name):
    assert "0123456789abcdef" in render_to_string(name, request=_request())


def test_error_page_renders_without_a_request():
    assert "Something went wrong" in render_to_string("500.html")


@pytest.mark.parametrize(("cookie", "attribute"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"')])
def test_the_kept_theme_is_drawn_by_the_server(cookie, attribute):
    html = render_to_string("pages/home.html", request=_request(theme=cookie))

    assert f'<html lang="en"{attribute}>' in html


@pytest.mark.parametrize("cookie", ["system", '"><script>', ""])
def test_any_other_theme_is_the_systems(cookie):
    html = render_to_string("pages/home.html", request=_request(theme=cookie))

    assert '<html lang="en">' in html


def test_ids_are_unique_on_the_gallery(seeker):
    html = render_to_string("pages/design.html", request=_request(user=seeker))
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert sorted(ids) == sorted(set(ids))


def _render(source, **context):
    return Template(CottonCompiler().process(source)).render(Context(context))


def test_a_tile_tells_nought_from_unknown():
    shown = [
        re.sub(r"<[^>]+>|\s", "", _render('<c-tile label="" :value="value" />', value=value))
        for value in (0, "0", 7, None, "")
    ]

    assert shown == ["0", "0", "7", "–", "–"]


def test_values_in_component_attributes_are_escaped_once():
    html = _render('<c-page-head title="{{ title }}" />', title='R&D <b>"x"</b>')

    assert "<h1>R&amp;D &lt;b&gt;&quot;x&quot;&lt;/b&gt;</h1>" in html
