"""Jobs, matches and applications."""

from matching.models.application import Application
from matching.models.bias_audit import BiasAudit
from matching.models.feedback import COMPANY_KINDS, MatchFeedback
from matching.models.hiring import CandidateNote, IdentityReveal, ReviewSwitch
from matching.models.job import JobPosting, JobRequirement, JobVector
from matching.models.match import JobMark, Match, TalentVector
from matching.models.ranker import RankerVersion
from matching.models.record import ScoreRecord
from matching.models.skill_fact import SkillFact
from matching.models.watch import MatchWatch

__all__ = [
    "COMPANY_KINDS",
    "Application",
    "BiasAudit",
    "CandidateNote",
    "IdentityReveal",
    "JobMark",
    "JobPosting",
    "JobRequirement",
    "JobVector",
    "Match",
    "MatchFeedback",
    "MatchWatch",
    "RankerVersion",
    "ReviewSwitch",
    "ScoreRecord",
    "SkillFact",
    "TalentVector",
]
