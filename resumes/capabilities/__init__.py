"""What is asked about a resume alone; each with a counterpart that needs no model."""

from aiplatform.capabilities import register
from resumes.capabilities import analyze_resume, extract_skills, generate_bullets, optimize_section, optimize_summary

for module in (analyze_resume, extract_skills, generate_bullets, optimize_section, optimize_summary):
    register(module.CAPABILITY)
