"""What a resume tells and what it merely lists."""

import pytest

from matching.textfacts import LANGUAGES
from matching.told import is_list, told
from resumes.parsing import parse_text
from resumes.taxonomy import taxonomy


def lists_of(text):
    parsed = parse_text(text)
    named = taxonomy().recognise(parsed.text)
    spoken = [(span.start, span.end) for span in named if taxonomy().skill(span.key).group == LANGUAGES]
    tells = told(parsed, [(span.start, span.end) for span in named], spoken)
    return [parsed.text[start:end].strip() for start, end in tells.lists], tells, parsed


@pytest.mark.parametrize(
    ("line", "strict", "is_one"),
    [
        ("Python, SQL, Docker, Tableau", False, True),
        ("Programming languages: Java, Kotlin", False, True),
        ("Kubernetes", False, True),
        ("I have run Kubernetes in production for two banks since the beginning", False, False),
        ("A calm voice on the telephone", False, False),  # names no skill: nothing to claim
        ("A calm voice on the telephone", True, False),
        ("calm voice", True, True),
    ],
)
def test_a_list_is_known_by_its_shape(line, strict, is_one):
    spans = [(span.start, span.end) for span in taxonomy().recognise(line)]
    assert is_list(line, spans, strict=strict) is is_one


def test_lists_are_blanked_and_entries_languages_and_the_head_line_are_kept():
    text = (
        "Senior Java Developer\nLyon\n\nExperience\nDeveloper, Halden Works\nJan 2019 - Dec 2023\n- Java, Kafka\n\n"
        "Skills\nJava, Scala, Docker\n\nLanguages\nFrench, German"
    )
    lists, tells, parsed = lists_of(text)
    assert lists == ["Skills", "Java, Scala, Docker"]
    assert len(tells.text) == len(parsed.text)
    assert "Scala" not in tells.text
    assert "Java, Kafka\n" in tells.text
    assert "French, German" in tells.text
    assert tells.text.startswith("Senior Java Developer")
    assert not tells.tells(parsed.text.index("Scala"))
    assert tells.tells(parsed.text.index("Kafka"))


def test_without_any_structure_the_shape_of_a_line_decides():
    text = "hello there my friends\nI built a shop in Django for a bakery and kept it running\nDjango, Flask, Celery"
    assert lists_of(text)[0] == ["Django, Flask, Celery"]


ENTRY = "Ada Example\nDeveloper\n\nExperience\nDeveloper, Halden Works\nJan 2019 - Dec 2023\n- Built shops in Java\n\n"


@pytest.mark.parametrize(
    ("tail", "untold", "kept"),
    [
        ("Languages\nEnglish (C1), Kubernetes, Terraform", ["Kubernetes", "Terraform"], "English (C1)"),
        ("Languages\nEnglish (C1)\nKeywords: Kubernetes, Terraform", ["Kubernetes", "Terraform"], "English (C1)"),
        ("Awards\nEmployee of the Year 2020\nKubernetes", ["Kubernetes"], "Employee of the Year"),
        (
            "Certifications\nCertified Kubernetes Administrator\nTerraform, Kafka, AWS",
            ["Terraform", "Kafka"],
            "Certified Kubernetes",
        ),
        (
            "Languages\nEnglish (C1)\n\nYour tasks\n- Run Terraform for twelve teams in production\n\n"
            "Requirements\n- Five years of hands-on work with Kubernetes in production",
            ["Kubernetes", "Terraform"],
            "English (C1)",
        ),
    ],
)
def test_bare_names_below_languages_certificates_and_awards_tell_nothing(tail, untold, kept):
    _, tells, parsed = lists_of(ENTRY + tail)

    assert [word for word in untold if tells.tells(parsed.text.rindex(word))] == []
    assert kept in tells.text
    assert "Built shops in Java" in tells.text


@pytest.mark.parametrize(
    ("before", "line", "is_one"),
    [
        ("Curious analyst, eager to", "leverage machine learning and data", False),
        ("I look for an opportunity as a Data Science or", "Machine Learning Engineer.", False),
        ("Years of work on the servers using", "Spring Boot", False),
        ("I like long walks on the beach", "python docker", True),  # nothing but names of skills
        ("I like long walks on the beach and", "python, docker, kafka", True),  # a list by its shape
        ("I like long walks on the beach.", "machine learning engineer", True),  # the sentence had ended
        ("Walks on the beach and", "Kubernetes", True),  # one word is no end of a sentence
        ("Lyon and", "machine learning in banks", True),  # no sentence had begun
        ("I like long walks on the beach and", "Skills: python", True),
        ("", "machine learning and data", True),
    ],
)
def test_a_line_may_go_on_with_the_sentence_before_it(before, line, is_one):
    spans = [(span.start, span.end) for span in taxonomy().recognise(line)]
    assert is_list(line, spans, strict=False, before=before) is is_one
    assert is_list(line, spans, strict=True, before=before)


def test_an_empty_line_and_a_list_end_a_sentence():
    text = (
        "Ada Example\nCurious person who has always been eager to\nleverage machine learning in banks\n\n"
        "machine learning\nPython, SQL, Docker\ncloud computing"
    )
    assert lists_of(text)[0] == ["machine learning", "Python, SQL, Docker", "cloud computing"]
