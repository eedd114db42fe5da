"""A job posting's text read into fields. Pure: no Django, no database, no network."""

from matching.reading.reader import read_job
from matching.reading.salary import Salary, find_salary
from matching.reading.types import JobReading, Part, RequirementRead

__all__ = ["JobReading", "Part", "RequirementRead", "Salary", "find_salary", "read_job"]
