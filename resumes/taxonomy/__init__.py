"""Skill taxonomy and recognition; uses the ESCO classification of the European Commission. Pure: no Django, no network."""

from resumes.taxonomy.core import Taxonomy, taxonomy, taxonomy_version
from resumes.taxonomy.types import Group, SkillSpan, SkillTerm

__all__ = ["Group", "SkillSpan", "SkillTerm", "Taxonomy", "taxonomy", "taxonomy_version"]
