"""The page of matches beside a floor page of the same rows; its queries and bytes; what is told before any model replies."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.core.cache import caches
from django.db import connections
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from bench.corpus import TODAY
from bench.databases import JobDatabase, job_database
from bench.filling import AT
from bench.options import options
from bench.sides import Result, Skip
from bench.tables import Table, Value
from bench.timing import interleave, p50, p95, ratio
from careercopilot.encoder import EncoderMissing, get_encoder
from matching.models import Match
from matching.scoring import prepare_scorer
from matching.services.matches import compute_matches, score_pair, store_matches
from matching.views.jobs import PER_PAGE
from resumes.parsing import parse_text
from resumes.services import analyse

HOST = "localhost"
FLOOR = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "careercopilot.middleware.RowSecurityMiddleware",
    "bench.floor.FloorUrls",
]


def run() -> list[Result | Table]:
    """Both pages in one process, in turn, with the largest database; queries also with the smallest."""
    chosen = options()
    try:
        get_encoder()
    except EncoderMissing as error:
        raise Skip(str(error)) from error
    prepare_scorer()
    counts = {size: queries(job_database(size, chosen)) for size in (chosen.sizes[0], chosen.sizes[-1])}
    database = job_database(chosen.sizes[-1], chosen)
    with visiting(database):
        product, floor = clients(database)
        page = partial(get, product, reverse("matching:match_list"))
        html = page()
        sides: dict[str, Callable[[], object]] = {
            "matches": page,
            "floor": partial(get, floor, "/"),
            "nothing kept": partial(anew, page),
        }
        times = interleave(sides, chosen.rounds * 2)
    told = signals(database, chosen.rounds)
    rows: list[tuple[Value, ...]] = [
        (name, p50(one), p95(one), 1000 / p50(one)) for name, one in [*times.items(), ("signals", told)]
    ]
    most = max(counts.values())
    return [
        Table(f"pages: {PER_PAGE} cards, one process, one thread (ms)", ("", "p50", "p95", "a second"), tuple(rows)),
        Result(
            "pages: matches over floor, requests a second",
            ratio(times, "floor", "matches"),
            0.7,
            details={"with every card drawn anew": round(ratio(times, "floor", "nothing kept"), 2)},
        ),
        Result("pages: queries of the page of matches", most, 8, "", False, {"by jobs": counts}),
        Result("pages: queries that more jobs add", most - min(counts.values()), 0, "", False),
        Result("pages: HTML of the page of matches, gzip", len(gzip.compress(html)) / 1024, 14, " KB", False),
        Result("pages: resume check and score of a job, p95", p95(told), 150, " ms", False),
    ]


def matched(database: JobDatabase, seeker: uuid.UUID) -> int:
    """Store the seeker's matches where there are none; how many there are."""
    version = database.version(seeker)
    with database.acting(seeker):
        if not Match.objects.filter(version=version).exists():
            store_matches(version, compute_matches(version, at=AT))
        return Match.objects.filter(version=version).count()


@contextmanager
def visiting(database: JobDatabase) -> Iterator[None]:
    """Requests go to this database."""
    before = connections["default"]
    connections["default"] = database.connection
    try:
        yield
    finally:
        connections["default"] = before


def clients(database: JobDatabase) -> tuple[Client, Client]:
    """Signed-in visitors of the product and of the floor; the middleware of each is loaded here."""
    matched(database, database.seekers[0])
    user = User.objects.get(pk=database.seekers[0])
    product, floor = Client(HTTP_HOST=HOST), Client(HTTP_HOST=HOST)
    for client in (product, floor):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    product.handler.load_middleware()
    with override_settings(MIDDLEWARE=FLOOR):
        floor.handler.load_middleware()
    return product, floor


def get(client: Client, address: str) -> bytes:
    """The body of a page; raises RuntimeError for anything but 200."""
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return bytes(response.content)


def anew(page: Callable[[], bytes]) -> None:
    """The page as a process draws it that has kept no piece of it."""
    caches["pieces"].clear()
    page()


def queries(database: JobDatabase) -> int:
    """Statements of one page of matches, its session and the setting of who acts included."""
    with visiting(database):
        client, _ = clients(database)
        address = reverse("matching:match_list")
        get(client, address)
        with CaptureQueriesContext(connections["default"]) as captured:
            get(client, address)
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in captured)


def signals(database: JobDatabase, rounds: int) -> list[float]:
    """Milliseconds of what a page can tell at once: the resume's check and the score of one job, with proofs, kept."""
    seeker = database.seekers[0]
    version = database.version(seeker)
    parsed = parse_text(version.text)
    with database.acting(seeker):
        jobs = [match.job for match in Match.objects.filter(version=version).select_related("job").order_by("pk")[:50]]
    at = iter(range(10_000))

    def tell() -> None:
        analyse(parsed, today=TODAY)
        with database.acting(seeker):
            score_pair(version, jobs[next(at) % len(jobs)], at=AT)

    return interleave({"signals": tell}, rounds * 2)["signals"]
