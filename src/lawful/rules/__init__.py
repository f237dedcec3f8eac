"""Interpreting directives: what each demands, and which checks with which parameters hold code to it."""

from lawful.rules.check import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, parameters
from lawful.rules.conflict import Conflict
from lawful.rules.demand import Demand, Kind, Reading
from lawful.rules.interpreter import interpret
from lawful.rules.phrase import Phrase, forbids, forbids_api, limits, names_styles, prefers, requires
from lawful.rules.reader import read
from lawful.rules.reference_check import ReferenceCheck
from lawful.rules.rule import Binding, EnforcedRule, Rule, RuleSet, Status

__all__ = [
    "Binding",
    "Check",
    "Conflict",
    "Demand",
    "EnforcedRule",
    "Finding",
    "Invalid",
    "Kind",
    "NodeEdit",
    "NodeFix",
    "Phrase",
    "Reading",
    "ReferenceCheck",
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
    "prefers",
    "read",
    "requires",
]
