"""Interpreting directives: what each demands, and which checks with which parameters hold code to it.

What interprets is imported from its modules, `interpreter`, `reader` and `weakening`: a run that knows its rules from
an earlier one does without.
"""

from lawful.rules.check import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, parameters
from lawful.rules.conflict import Conflict
from lawful.rules.demand import Demand, Kind, Reading
from lawful.rules.docstring_check import Docstring, DocstringCheck
from lawful.rules.forbidding import forbids_api
from lawful.rules.listed_check import ListedCheck
from lawful.rules.lock import Decided, Decision
from lawful.rules.pattern_check import PatternCheck
from lawful.rules.phrase import (
    Heard,
    Phrase,
    about_tests,
    beside,
    deciding,
    forbids,
    limits,
    names_styles,
    of_code,
    of_definitions,
    outright,
    placed,
    prefers,
    prefers_to,
    replaced_by,
    requires,
    said_with,
    spoken,
    wanted,
    where,
)
from lawful.rules.purposes import names_library, places_purpose
from lawful.rules.quoting import forbids_code, requires_code, requires_of_kind
from lawful.rules.reference_check import ReferenceCheck
from lawful.rules.ruff_check import RuffCheck, RuffSettings
from lawful.rules.rule import Binding, EnforcedRule, Rule, Status
from lawful.rules.rule_set import Contents, Part, RuleSet, Standing
from lawful.rules.settings import Settings, read_settings

__all__ = [
    "Binding",
    "Check",
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
    "beside",
    "deciding",
    "forbids",
    "forbids_api",
    "forbids_code",
    "limits",
    "names_library",
    "names_styles",
    "of_code",
    "of_definitions",
    "outright",
    "parameters",
    "placed",
    "places_purpose",
    "prefers",
    "prefers_to",
    "read_settings",
    "replaced_by",
    "requires",
    "requires_code",
    "requires_of_kind",
    "said_with",
    "spoken",
    "wanted",
    "where",
]
