"""Reads of the matching pages; each says how many queries it takes."""

from matching.queries.candidates import (
    CandidateDetail,
    CandidateRow,
    Dashboard,
    candidate_detail,
    candidates,
    dashboard,
)
from matching.queries.cards import Card, Factor, MatchDetail, detail_of
from matching.queries.jobs import RequirementGroup, job_list, requirement_groups
from matching.queries.matches import (
    MatchCard,
    MatchState,
    Overview,
    Todo,
    match_cards,
    match_detail,
    match_of,
    match_state,
    overview,
)

__all__ = [
    "CandidateDetail",
    "CandidateRow",
    "Card",
    "Dashboard",
    "Factor",
    "MatchCard",
    "MatchDetail",
    "MatchState",
    "Overview",
    "RequirementGroup",
    "Todo",
    "candidate_detail",
    "candidates",
    "dashboard",
    "detail_of",
    "job_list",
    "match_cards",
    "match_detail",
    "match_of",
    "match_state",
    "overview",
    "requirement_groups",
]
