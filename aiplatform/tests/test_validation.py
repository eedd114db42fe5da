"""Form, output rules, leaks and the repair turn."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from aiplatform.capabilities import Problem
from aiplatform.leaves import mapped, strings
from aiplatform.validation import check, cleaned, leaks, repair_text


class Line(BaseModel):
    text: str = Field(min_length=3, max_length=40)


class Answer(BaseModel):
    score: int = Field(ge=0, le=100)
    lines: list[Line]


def answer(text: str = "Led a team.", score: object = 5) -> str:
    return json.dumps({"score": score, "lines": [{"text": text}]})


def test_a_good_answer() -> None:
    checked = check(answer("Called [NAME_1]."), Answer, {"[NAME_1]": "Ida"})

    assert checked.value == Answer(score=5, lines=[Line(text="Called [NAME_1].")])
    assert (checked.problems, checked.removed) == ((), ())


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{", ""),
        ("Here it is: {}", ""),
        ("[" * 100_000, ""),
        ("x" * 200_001, ""),
        (answer(score="5"), "score"),
        (answer(score=101), "score"),
        (answer(text="x"), "lines.0.text"),
        (answer(text="y" * 41), "lines.0.text"),
        (answer(text="<b></b>https://a.example/b"), "lines.0.text"),
        ("[]", ""),
        ("{}", "score"),
    ],
)
def test_bad_forms_have_no_value_and_say_where(text: str, path: str) -> None:
    checked = check(text, Answer, {})

    assert checked.value is None
    assert checked.problems[0].path == path
    assert "yyyy" not in checked.problems[0].message


def test_placeholders_of_nobody_are_a_problem() -> None:
    checked = check(answer("Met [NAME_2]."), Answer, {"[NAME_1]": "Ida"})

    assert checked.problems == (Problem("placeholder", "lines.0.text", "[NAME_2] stands for nothing in the data."),)


@pytest.mark.parametrize(
    ("text", "kept", "removed"),
    [
        ("See [our page](https://a.example/x?y=(1)) now", "See our page now", ["link"]),
        ("![pixel](http://a.example/p.png?d=secret) ok", "pixel ok", ["image"]),
        ("![x][1] ok\n[1]: http://a.example", "x ok", ["image", "link"]),
        ("Go to https://a.example/b, or www.a.example.", "Go to or", ["link"]),
        ("javascript:alert(1) ok", "ok", ["link"]),
        ("<img src=x onerror=alert(1)>Hi <b>you</b><script>bad()</script>", "Hi you", ["html"]),
        ("Write to eve@evil.example now", "Write to now", ["address"]),
        ("a\u202eb\U000e0041c\u200bd", "abcd", ["invisible"]),
        ("<scr<b>ipt>x", "x", ["html"]),
        ("List<String>, a < b, C# & [sic] (1) <3", "List<String>, a < b, C# & [sic] (1) <3", []),
        ("ASP.NET/Node.js, note: 3:1, e.g. 24/7\nnext", "ASP.NET/Node.js, note: 3:1, e.g. 24/7\nnext", []),
    ],
)
def test_output_rules(text: str, kept: str, removed: list[str]) -> None:
    assert cleaned(text) == (kept, removed)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab <>/![]()ht:psw.@\n-_\u200b")))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = cleaned(text)[0]

    assert cleaned(once) == (once, [])


def test_leaks_are_found_however_they_are_dressed() -> None:
    secret = "heron-0a1b2c3d-4e5f6a7b"  # noqa: S105 - a made-up canary

    told = [
        leaks(text, [secret])
        for text in (secret, secret.upper(), " ".join(secret), secret[::-1], "\u200b".join(secret))
    ]
    assert told == [True] * 5
    assert not leaks("A heron stood in the water. 0a1b2c3d", [secret])
    assert not leaks("anything", [""])


def test_strings_and_mapped_walk_the_same_places() -> None:
    data = {"a": ["x", {"b": "y"}], "c": 1, "d": None}

    assert list(strings(data)) == [("a.0", "x"), ("a.1.b", "y")]
    assert mapped(data, str.upper) == {"a": ["X", {"b": "Y"}], "c": 1, "d": None}


def test_the_repair_turn_lists_places() -> None:
    told = repair_text([Problem("form", "", "This is no JSON."), Problem("claim", "lines.0.text", "No figure 40.")])

    assert "- the answer: This is no JSON.\n- lines.0.text: No figure 40." in told
