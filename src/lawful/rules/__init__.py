"""Interpreting directives: what each demands, and which checks with which parameters hold code to it."""

from lawful.rules.check import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, parameters
from lawful.rules.conflict import Conflict
from lawful.rules.demand import Demand, Kind, Reading
from lawful.rules.docstring_check import Docstring, DocstringCheck
from lawful.rules.interpreter import Decided, interpret
from lawful.rules.listed_check import ListedCheck
from lawful.rules.lock import Decision
from lawful.rules.pattern_check import PatternCheck
from lawful.rules.phrase import (
    Heard,
    Phrase,
    about_tests,
    deciding,
    forbids,
    forbids_api,
    limits,
    names_styles,
    of_definitions,
    outright,
    placed,
    prefers,
    prefers_to,
    replaced_by,
    requires,
    said_with,
    spoken,
    where,
)
from lawful.rules.purposes import names_library, places_purpose
from lawful.rules.quoting import forbids_code, requires_code, requires_of_kind
from lawful.rules.reader import read
from lawful.rules.reference_check import ReferenceCheck
from lawful.rules.ruff_check import RuffCheck, RuffSettings
from lawful.rules.rule import Binding, EnforcedRule, Rule, Status
from lawful.rules.rule_set import Contents, Part, RuleSet, Standing
from lawful.rules.settings import Settings, read_settings
from lawful.rules.weakening import Comparison, compare

__all__ = [
    "Binding",
    "Check",
    "Comparison",
    "Conflict",
    "Contents",
    "Decided",
    "Decision",
    "Demand",
    "Docstring",
    "DocstringCheck",
    "EnforcedRule",
    "Finding",
    "Heard",
    "Invalid",
    "Kind",
    "ListedCheck",
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
    "Settings",
    "Standing",
    "Status",
    "Valid",
    "about_tests",
    "compare",
    "deciding",
    "forbids",
    "forbids_api",
    "forbids_code",
    "interpret",
    "limits",
    "names_library",
    "names_styles",
    "of_definitions",
    "outright",
    "parameters",
    "placed",
    "places_purpose",
    "prefers",
    "prefers_to",
    "read",
    "read_settings",
    "replaced_by",
    "requires",
    "requires_code",
    "requires_of_kind",
    "said_with",
    "spoken",
    "where",
]
