"""What a company recorded about a candidate."""

from __future__ import annotations

import uuid

from accounts.models import User
from matching.models import COMPANY_KINDS, JobPosting, MatchFeedback


def outcomes(user: User, job: JobPosting, version_id: uuid.UUID) -> list[MatchFeedback]:
    """What was decided about the candidate behind this version for this job, oldest first; one query."""
    rows = MatchFeedback.objects.visible_to(user).filter(job=job, version_id=version_id, kind__in=COMPANY_KINDS)
    return list(rows.select_related("by").defer("features", "traits").order_by("at", "pk"))
