"""Interpreting directives: what each demands, and which checks with which parameters hold code to it."""

from lawful.rules.check import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, parameters
from lawful.rules.conflict import Conflict
from lawful.rules.demand import Demand, Kind, Reading
from lawful.rules.interpreter import Decided, interpret
from lawful.rules.lock import Decision
from lawful.rules.pattern_check import PatternCheck
from lawful.rules.phrase import Phrase, forbids, forbids_api, limits, names_styles, requires
from lawful.rules.reader import read
from lawful.rules.reference_check import ReferenceCheck
from lawful.rules.ruff_check import RuffCheck, RuffSettings
from lawful.rules.rule import Binding, Contents, EnforcedRule, Part, Rule, RuleSet, Status

__all__ = [
    "Binding",
    "Check",
    "Conflict",
    "Contents",
    "Decided",
    "Decision",
    "Demand",
    "EnforcedRule",
    "Finding",
    "Invalid",
    "Kind",
    "NodeEdit",
    "NodeFix",
    "Part",
    "PatternCheck",
    "Phrase",
    "Reading",
    "ReferenceCheck",
    "RuffCheck",
    "RuffSettings",
    "Rule",
    "RuleSet",
    "Status",
    "Valid",
    "forbids",
    "forbids_api",
    "interpret",
    "limits",
    "names_styles",
    "parameters",
    "read",
    "requires",
]
