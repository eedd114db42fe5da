"""Personal data out of a text, and back without a loss."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplatform.safety import Profile, redact, restore
from careercopilot.jsonl import serve_line


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to mira.h@mail.example today", "Write to [EMAIL_1] today"),
        ("Call +47 22 12 34 56 or (030) 1234-5678", "Call [PHONE_1] or [PHONE_2]"),
        ("See https://portfolio.example/me and github.com/mira", "See [URL_1] and [URL_2]"),
        ("My SSN is 536-90-4399", "My SSN is [ID_1]"),
        ("Pay with 4539 1488 0343 6467 now", "Pay with [CARD_1] now"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [IBAN_1] please"),
        ("Logged in from 203.0.113.24 twice", "Logged in from [IP_1] twice"),
        ("Lives at 12 Maple Street, Apt 4B", "Lives at [ADDRESS_1]"),
        ("wohnt in der Lindenstra\u00dfe 14", "wohnt in der [ADDRESS_1]"),
        ("Passport No. X1234567 is valid", "Passport No. [ID_1] is valid"),
        ("Date of birth: 04.05.1990", "Date of birth: [DATE_1]"),
        ("My name is Mira Halvorsen and I paint.", "My name is [NAME_1] and I paint."),
        ("Dear Mr. Okonkwo, thank you.", "Dear [NAME_1], thank you."),
        ("Best regards,\nMira", "Best regards,\n[NAME_1]"),
        ("Worked with Donald van der Veen in 2019.", "Worked with [NAME_1] in 2019."),
        ("The Henrik Solberg version came later.", "The [NAME_1] version came later."),
        ("We thank Petersen.  The team grew.", "We thank [NAME_1].  The team grew."),
        ("please add ingrid petersen to the list", "please add [NAME_1] to the list"),
        ("Mark Ostrowicz\nWarehouse clerk", "[NAME_1]\nWarehouse clerk"),
        ("MR JOHN DOE\nCLERK", "[NAME_1]\nCLERK"),
        ("ANANYA RAMASWAMY\nData engineer", "[NAME_1]\nData engineer"),
        ("Curriculum Vitae\nAnanya Ramaswamy\nNurse", "Curriculum Vitae\n[NAME_1]\nNurse"),
        ("Maria dela Cruz\nNurse", "[NAME_1]\nNurse"),
        ("ORCID 0000-0002-1825-0097", "ORCID [ID_1]"),
    ],
)
def test_each_form_is_masked(text: str, masked: str) -> None:
    done = redact(text)

    assert done.text == masked
    assert restore(done.text, done.map) == text


@pytest.mark.parametrize(
    "text",
    [
        "2015 - 2019: Led 12 engineers and saved 1,200,000 USD.",
        "Jan 2020 to Mar 2023, ASP.NET, Node.js and socket.io",
        "Python, Rust, Julia, Ruby, Java, Spring Boot, Jenkins",
        "Improved accuracy from 0.61 to 0.74 in version 3.11.2.",
        "Will you mark the page?",
        "Don't worry, we've shipped it; y'all know.",
        "Senior Clerk, San Francisco and New York, USA",
        "Likes long days, takes pride, desire to learn",
        "Texas, Europe and West Yorkshire",
        "MS Office, MS SQL, Sr Manager",
        "Spring Weekly is a magazine of wisdom.",
        "Ranked 3rd of 250 in May.",
        "Built services with Spring Boot and MS Word in Lyon.",
        "Zusammenarbeit mit Pflegekr\u00e4ften und \u00c4rzten nach dem Abitur",
        "Journal of Care 12(3), 100-109; p. 233-241; 14: 1021-1034",
        "SENIOR DATA ENGINEER\nBackend",
    ],
)
def test_work_is_not_taken_for_a_person(text: str) -> None:
    assert redact(text).text == text


def test_the_profile_is_masked_wherever_it_stands() -> None:
    profile = Profile(name="Ola Price", email="ola@x.example", phone="+47 22123456", links=("ola.example/cv",))

    done = redact("OLA PRICE built this. Ola, ola@x.example, +47 221 23 456, ola.example/cv. A fair price.", profile)

    assert done.text == "[NAME_1] built this. [NAME_2], [EMAIL_1], [PHONE_1], [URL_1]. A fair price."


def test_the_same_value_has_one_placeholder() -> None:
    done = redact("a@b.example wrote to c@d.example; a@b.example waits.")

    assert done.text == "[EMAIL_1] wrote to [EMAIL_2]; [EMAIL_1] waits."


def test_placeholders_in_the_text_are_kept_apart() -> None:
    text = "[EMAIL_1] is not a@b.example"

    done = redact(text)

    assert done.text == "[EMAIL_1] is not [EMAIL_2]"
    assert restore(done.text, done.map) == text


@given(st.text(max_size=200), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_the_round_trip_is_exact(text: str, name: str) -> None:
    done = redact(text, Profile(name=name))

    assert restore(done.text, done.map) == text


@given(st.emails(), st.text(alphabet="abc ,.\n", max_size=30))
@settings(max_examples=100, deadline=None)
def test_no_address_of_the_profile_survives(email: str, around: str) -> None:
    assert email not in redact(f"{around} {email} {around}", Profile(email=email)).text


def test_the_batch_tool_serves_a_line_and_refuses_a_wrong_profile() -> None:
    from aiplatform.management.commands.redact import Command

    handler = Command().handler({})
    good = serve_line(
        json.dumps({"id": "a", "text": "I am at a@b.example", "profile": {"name": None}}), handler, ("id", "text")
    )
    bad = serve_line(json.dumps({"id": "b", "text": "x", "profile": {"name": 3}}), handler, ("id", "text"))

    assert good == {"id": "a", "redacted": "I am at [EMAIL_1]", "map": {"[EMAIL_1]": "a@b.example"}}
    assert bad == {"id": "b", "error": "profile: name, email and phone are strings, links a list of strings."}
