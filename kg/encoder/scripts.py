"""Lemmas as edit scripts: how the end of a word and its case change, such as `L|ies>y` for "Cities" -> "city".

A script is made of its case, the number of characters taken away and those put in their place:
L lower case, K as it is, T first letter capital.
"""

from __future__ import annotations


def cased(form: str, case: str) -> str:
    """Give a form in the case of a script."""
    match case:
        case "L":
            return form.lower()
        case "T":
            return form[:1].upper() + form[1:].lower()
    return form


def find_script(form: str, lemma: str) -> str:
    """Find the shortest script from a form to its lemma.

    >>> find_script("Cities", "city"), find_script("U.S.", "U.S."), find_script("WENT", "go")
    ('L|3|y', 'K|0|', 'L|4|go')
    """
    best = ""
    for case in ("L", "K", "T"):
        given = cased(form, case)
        same = next(
            (i for i, (a, b) in enumerate(zip(given, lemma, strict=False)) if a != b), min(len(given), len(lemma))
        )
        script = f"{case}|{len(given) - same}|{lemma[same:]}"
        if not best or cost(script) < cost(best):
            best = script
    return best


def cost(script: str) -> int:
    """Count the characters that a script takes away and puts in."""
    _, less, more = script.split("|", 2)
    return int(less) + len(more)


def apply_script(form: str, script: str) -> str:
    """Apply a script to a form; one that takes away more than there is gives the form in lower case.

    >>> apply_script("Armies", "L|3|y"), apply_script("it", "L|3|y")
    ('army', 'it')
    """
    case, less, more = script.split("|", 2)
    given = cased(form, case)
    count = int(less)
    if count > len(given) or (count == len(given) and not more):
        return form.lower()
    return given[: len(given) - count] + more
