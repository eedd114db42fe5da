"""What people may do with jobs, matches and applications. Import from here."""

from matching.services.applications import apply, mark_job, withdraw
from matching.services.errors import ApplicationError, MatchError, PostingError
from matching.services.feed import FeedReport, feed_user, load_records
from matching.services.matches import refresh_matches, request_refresh, score_now, score_pair
from matching.services.postings import (
    bin_posting,
    close_posting,
    draft_from,
    publish,
    read_posting,
    save_posting,
    unbin_posting,
)
from matching.services.vectors_queue import make_or_queue_vectors, request_vectors

__all__ = [
    "ApplicationError",
    "FeedReport",
    "MatchError",
    "PostingError",
    "apply",
    "bin_posting",
    "close_posting",
    "draft_from",
    "feed_user",
    "load_records",
    "make_or_queue_vectors",
    "mark_job",
    "publish",
    "read_posting",
    "refresh_matches",
    "request_refresh",
    "request_vectors",
    "save_posting",
    "score_now",
    "score_pair",
    "unbin_posting",
    "withdraw",
]
