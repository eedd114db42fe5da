"""A seeker's wishes: what is kept, what is refused, and what others see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import ProfilePlace, TalentProfile
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as

pytestmark = pytest.mark.django_db
URL = "accounts:wishes"
FULL = {
    "titles": "Data engineer\nAnalytics engineer\nData engineer",
    "home": "Berlin, Germany",
    "places": "Hamburg, Germany\nLyon, France",
    "remote_preference": "hybrid",
    "level": "senior",
    "salary_min": "70000",
    "salary_max": "85000",
    "salary_currency": "EUR",
    "salary_period": "year",
    "goals": "Work on public transport.",
}


@pytest.fixture
def seeker(client):
    user = UserFactory()
    client.force_login(user)
    return user


def profile_of(user):
    with acting_as(user):
        return TalentProfile.objects.get(owner=user)


def test_wishes_are_kept_with_coordinates_and_time_zone(client, seeker):
    client.post(reverse(URL), FULL)

    with acting_as(seeker):
        places = list(ProfilePlace.objects.order_by("name").values_list("name", "country", "is_home", "time_zone"))
        home = ProfilePlace.objects.get(is_home=True)
    assert places == [
        ("Berlin", "DE", True, "Europe/Berlin"),
        ("Hamburg", "DE", False, "Europe/Berlin"),
        ("Lyon", "FR", False, "Europe/Paris"),
    ]
    assert (round(home.latitude), round(home.longitude)) == (53, 13)
    assert profile_of(seeker).wanted_titles == ["Data engineer", "Analytics engineer"]
    seeker.refresh_from_db()
    assert seeker.time_zone == "Europe/Berlin"


def test_the_form_shows_what_was_kept(client, seeker):
    client.post(reverse(URL), FULL)

    page = client.get(reverse(URL)).content.decode()

    assert "Berlin, DE" in page
    assert "Lyon, FR" in page


def test_everything_may_stay_empty(client, seeker):
    answer = client.post(reverse(URL), {"remote_preference": "any", "salary_period": "year"})

    assert answer.status_code == 302
    assert profile_of(seeker).is_visible_to_companies is False


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"home": "Qwertyville, Nowhereland"}, "We do not know the place"),
        ({"places": "Qwertyville"}, "We do not know: Qwertyville"),
        ({"salary_max": "60000"}, "below the lower one"),
        ({"salary_currency": ""}, "Choose the currency"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_the_field(client, seeker, change, words):
    answer = client.post(reverse(URL), FULL | change)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_wishes_of_others_are_out_of_reach(seeker, client):
    client.post(reverse(URL), FULL)

    with acting_as(UserFactory()):
        assert TalentProfile.objects.count() == 0
        assert ProfilePlace.objects.count() == 0
