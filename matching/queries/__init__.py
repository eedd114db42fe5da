"""Reads of the matching pages; each says how many queries it takes."""

from matching.queries.beside import notes, reveals, reveals_of
from matching.queries.candidates import CandidateFilters, CandidatePages, CandidateRow, candidates
from matching.queries.card_pages import CountedPaginator, MatchCard
from matching.queries.cards import Card, Factor, MatchDetail, detail_of
from matching.queries.company import Dashboard, dashboard
from matching.queries.comparison import (
    LEAST_COMPARED,
    MOST_COMPARED,
    CandidateDetail,
    Comparison,
    candidate_detail,
    candidate_details,
    comparison,
)
from matching.queries.feedback import outcomes
from matching.queries.jobs import RequirementGroup, job_list, requirement_groups
from matching.queries.matches import (
    MatchState,
    Overview,
    Todo,
    match_cards,
    match_detail,
    match_of,
    match_state,
    overview,
    scored_by_rules,
)
from matching.queries.reviewing import Reviewing, hides_files, is_blind, reviewing, switches

__all__ = [
    "LEAST_COMPARED",
    "MOST_COMPARED",
    "CandidateDetail",
    "CandidateFilters",
    "CandidatePages",
    "CandidateRow",
    "Card",
    "Comparison",
    "CountedPaginator",
    "Dashboard",
    "Factor",
    "MatchCard",
    "MatchDetail",
    "MatchState",
    "Overview",
    "RequirementGroup",
    "Reviewing",
    "Todo",
    "candidate_detail",
    "candidate_details",
    "candidates",
    "comparison",
    "dashboard",
    "detail_of",
    "hides_files",
    "is_blind",
    "job_list",
    "match_cards",
    "match_detail",
    "match_of",
    "match_state",
    "notes",
    "outcomes",
    "overview",
    "requirement_groups",
    "reveals",
    "reveals_of",
    "reviewing",
    "scored_by_rules",
    "switches",
]
