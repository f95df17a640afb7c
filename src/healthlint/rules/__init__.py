"""The rules: one module each. A new rule is one module and one line in :data:`RULES`."""

from healthlint.finding import Rule
from healthlint.rules import (
    contradicted_fact,
    delays_care,
    harmful_advice,
    internal_contradiction,
    known_false_claim,
    missing_differential,
    missing_essential_fact,
    missing_management,
    missing_red_flag,
    missing_risk_factor,
    no_emergency_instruction,
    no_when_to_seek_care,
    severity_misframed,
    triage_mismatch,
    unsupported_claim,
)

RULES: tuple[Rule, ...] = (
    missing_red_flag.RULE,
    missing_essential_fact.RULE,
    missing_risk_factor.RULE,
    no_emergency_instruction.RULE,
    no_when_to_seek_care.RULE,
    missing_differential.RULE,
    missing_management.RULE,
    contradicted_fact.RULE,
    known_false_claim.RULE,
    unsupported_claim.RULE,
    internal_contradiction.RULE,
    severity_misframed.RULE,
    harmful_advice.RULE,
    delays_care.RULE,
    triage_mismatch.RULE,
)
