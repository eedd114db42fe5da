"""What people may do with jobs, matches and applications. Import from here."""

from matching.services.answers import answer_skill, withdraw_answer
from matching.services.applications import apply, mark_job, withdraw
from matching.services.errors import (
    ApplicationError,
    FeedbackError,
    HiringError,
    MatchError,
    PostingError,
    RankerError,
    TrainingRefused,
)
from matching.services.feed import FeedReport, feed_user, load_records
from matching.services.feedback import record_opened, record_outcome, record_shown
from matching.services.hiring import add_note, bin_note, edit_note, reveal_identity, set_blind_review, unbin_note
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
from matching.services.watch import note_seen

__all__ = [
    "ApplicationError",
    "FeedReport",
    "FeedbackError",
    "HiringError",
    "MatchError",
    "PostingError",
    "RankerError",
    "TrainingRefused",
    "add_note",
    "answer_skill",
    "apply",
    "bin_note",
    "bin_posting",
    "close_posting",
    "draft_from",
    "edit_note",
    "feed_user",
    "load_records",
    "make_or_queue_vectors",
    "mark_job",
    "note_seen",
    "publish",
    "read_posting",
    "record_opened",
    "record_outcome",
    "record_shown",
    "refresh_matches",
    "request_refresh",
    "request_vectors",
    "save_posting",
    "reveal_identity",
    "score_now",
    "score_pair",
    "set_blind_review",
    "unbin_note",
    "unbin_posting",
    "withdraw",
    "withdraw_answer",
]
