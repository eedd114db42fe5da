"""What is asked about a resume and a job together; each with a counterpart that needs no model."""

from aiplatform.capabilities import register
from matching.capabilities import match_job, suggest_improvements

for module in (match_job, suggest_improvements):
    register(module.CAPABILITY)
