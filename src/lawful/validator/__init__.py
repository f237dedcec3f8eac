"""Holding code to a rule set: one walk for all checks, violations as data, fixes as text edits."""

from lawful.validator.answers import Answer, Answers
from lawful.validator.baseline import marked, write_baseline
from lawful.validator.cache import Cache, stamp_of
from lawful.validator.engine import CheckedFile, Validator
from lawful.validator.fixing import Fixed, fix
from lawful.validator.report import Audit, Excerpt, NotChecked, Renderer, Report, Size

__all__ = [
    "Answer",
    "Answers",
    "Audit",
    "Cache",
    "CheckedFile",
    "Excerpt",
    "Fixed",
    "NotChecked",
    "Renderer",
    "Report",
    "Size",
    "Validator",
    "fix",
    "marked",
    "stamp_of",
    "write_baseline",
]
