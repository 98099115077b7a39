"""A row of W3C's tables, or a rule of the user: patterns of triples, and a sentence that says them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: W3C's name of it, patterns, and a sentence that says it in words (variables in braces)."""

    name: str
    axiom: str = ""
    facts: str = ""
    then: str = ""
    where: str = ""
    """Filters of SPARQL that the facts must pass, with the prefixes that they use; the user's rules have such."""
    says: str
