"""Jobs, matches and applications."""

from matching.models.application import Application
from matching.models.job import JobPosting, JobRequirement, JobVector
from matching.models.match import JobMark, Match, TalentVector

__all__ = [
    "Application",
    "JobMark",
    "JobPosting",
    "JobRequirement",
    "JobVector",
    "Match",
    "TalentVector",
]
