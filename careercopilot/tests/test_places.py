"""Places: namesakes settled by what stands beside them, street names left alone, numbers right."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercopilot.places import countries, find_place, find_places, fold, haversine_km, utc_offset_hours

CITIES = [
    ("San Francisco, CA", "San Francisco", "US", "CA"),
    ("Hybrid (San Francisco, CA)", "San Francisco", "US", "CA"),
    ("Berlin", "Berlin", "DE", "16"),
    ("10115 Berlin", "Berlin", "DE", "16"),
    ("Berlin, DE", "Berlin", "DE", "16"),
    ("berlin", "Berlin", "DE", "16"),
    ("London, UK", "London", "GB", "ENG"),
    ("London, ON", "London", "CA", "08"),
    ("Paris", "Paris", "FR", "11"),
    ("Paris, TX", "Paris", "US", "TX"),
    ("Toronto, CA", "Toronto", "CA", "08"),
    ("Ontario, CA", "Ontario", "US", "CA"),
    ("Portland, OR", "Portland", "US", "OR"),
    ("New York, NY, United States", "New York City", "US", "NY"),
    ("New York, USA", "New York City", "US", "NY"),
    ("NYC", "New York City", "US", "NY"),
    ("Brooklyn", "Brooklyn", "US", "NY"),
    ("59-17 Junction Blvd Corona Ny", "Corona", "US", "NY"),
    ("30-30 Thomson Ave L I City Qns", "Queens", "US", "NY"),
    ("1826 Arthur Ave., Bronx", "The Bronx", "US", "NY"),
    ("Washington D.C.", "Washington", "US", "DC"),
    ("St. Louis, MO", "St. Louis", "US", "MO"),
    ("München", "Munich", "DE", "02"),
    ("Muenchen", "Munich", "DE", "02"),
    ("Cologne", "Köln", "DE", "07"),
    ("Sydney NSW 2000", "Sydney", "AU", "02"),
    ("Melbourne VIC", "Melbourne", "AU", "07"),
    ("Bengaluru, Karnataka, India", "Bengaluru", "IN", "19"),
    ("Atlanta, Georgia", "Atlanta", "US", "GA"),
    ("Singapore", "Singapore", "SG", ""),
    ("Hamburg or remote", "Hamburg", "DE", "04"),
    ("Reading, UK", "Reading", "GB", "ENG"),
    ("Nice, France", "Nice", "FR", "93"),
]


@pytest.mark.parametrize(("text", "name", "country", "admin1"), CITIES)
def test_city_is_settled_by_its_context(text: str, name: str, country: str, admin1: str) -> None:
    place = find_place(text)

    assert place is not None
    assert (place.kind, place.name, place.country, place.admin1) == ("city", name, country, admin1)


@pytest.mark.parametrize(
    ("text", "kind", "name", "covers"),
    [
        ("Remote (US)", "country", "United States", ("US",)),
        ("Remote - Germany", "country", "Germany", ("DE",)),
        ("UK", "country", "United Kingdom", ("GB",)),
        ("Deutschland", "country", "Germany", ("DE",)),
        ("Georgia, USA", "region", "Georgia", ("US",)),
        ("Texas", "region", "Texas", ("US",)),
        ("100 Church St., N.Y.", "region", "New York", ("US",)),
        ("DACH", "area", "DACH", ("DE", "AT", "CH")),
    ],
)
def test_wider_places_say_what_they_cover(text: str, kind: str, name: str, covers: tuple[str, ...]) -> None:
    place = find_place(text)

    assert place is not None
    assert (place.kind, place.name, place.covers) == (kind, name, covers)


def test_the_union_is_an_area_with_its_members() -> None:
    place = find_place("Remote (EU)")

    assert place is not None
    assert place.kind == "area"
    assert len(place.covers) == 27
    assert "GB" not in place.covers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Remote",
        "Anywhere",
        "Office Manager",
        "100 Gold Street",
        "2 Metro Tech",
        "Heating Mgt-Operations",
        "work in a team",
    ],
)
def test_no_place_is_none(text: str) -> None:
    assert find_place(text) is None


def test_country_hint_decides_between_bare_namesakes() -> None:
    place = find_place("Birmingham", country_hint="US")

    assert place is not None
    assert (place.country, place.admin1) == ("US", "AL")


def test_running_text_gives_spans_of_places_only() -> None:
    text = (
        "Reading reports in Leeds and Nice people: our team in Dublin, Ireland works with Kraków, Poland. May we win."
    )

    spans = find_places(text)

    assert [text[s.start : s.end] for s in spans] == ["Leeds", "Dublin, Ireland", "Kraków, Poland"]


def test_countries_carry_their_currency() -> None:
    assert [c.currency for c in countries() if c.iso in ("CH", "DE", "GB", "IN", "US")] == [
        "CHF",
        "EUR",
        "GBP",
        "INR",
        "USD",
    ]


def test_fold_drops_case_accents_and_stops() -> None:
    assert fold("St. Gallen / Straße-Łódź") == "saint gallen strasse lodz"


def test_distance_of_known_cities() -> None:
    berlin, paris = find_place("Berlin"), find_place("Paris")

    assert berlin is not None
    assert paris is not None
    assert float(haversine_km(berlin.lat, berlin.lon, paris.lat, paris.lon)) == pytest.approx(878, abs=3)


def test_distance_broadcasts() -> None:
    table = haversine_km(np.zeros((3, 1)), np.zeros((3, 1)), np.array([0.0, 1.0]), np.array([0.0, 0.0]))

    assert table.shape == (3, 2)
    assert table[0].tolist() == pytest.approx([0.0, 111.195], abs=0.01)


@settings(deadline=None)  # the first example loads the data
@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_symmetric_and_bounded(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    there, back = float(haversine_km(lat1, lon1, lat2, lon2)), float(haversine_km(lat2, lon2, lat1, lon1))

    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20016


@settings(deadline=None)  # the first example loads the data
@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for span in find_places(text):
        assert 0 <= span.start < span.end <= len(text)


def test_offset_follows_summer_time() -> None:
    winter, summer = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)

    assert (utc_offset_hours("Europe/Berlin", winter), utc_offset_hours("Europe/Berlin", summer)) == (1.0, 2.0)
    assert utc_offset_hours("Asia/Kolkata", winter) == 5.5
