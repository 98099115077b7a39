"""Words that evoke an event elsewhere and tell none where they stand: a state, a danger, a field of knowledge.

"The wounded men", "a threat to the harbour", "said in a statement", "the law of war", "prisoners of war".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kg.extract.causes import REACTIONS
from kg.extract.disputed import is_taken_up
from kg.extract.kinds import HARM
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.extract.frames import Frame
    from kg.extract.slots import SlotFinder

_KINDS_OF_VIOLENCE: Final = find_words("kinds_of_violence")
_ESCAPING: Final = frozenset("avoid cheat dodge escape evade".split())
_DYING: Final = frozenset({"die", "succumb"})
_CLINICS: Final = frozenset({"clinic", "hospital"})
_POSING: Final = find_words("posing")
_ABOUT_KINDS: Final = find_words("about_kinds")

_AIRCRAFT: Final = frozenset({"aircraft", "helicopter", "jet", "plane", "warplane"})
_UNDER_ARMS: Final = frozenset({"army", "column", "force", "party"})
_VERDICTS: Final = frozenset({"act", "declaration"})
_COUNTING_AS: Final = frozenset("be brand call consider constitute deem judge label term".split())
_BUSINESSES: Final = find_words("businesses")


def tells_state(tree: Tree, frame: Frame) -> bool:
    """Whether a participle tells what state someone is in, no event: "the wounded men", "left ten men injured"."""
    above = tree.tokens[tree.tokens[frame.head].head]
    is_left = tree.is_label(frame.head, "xcomp") and above.lemma.lower() == "leave"
    is_participle = is_left or tree.tokens[frame.head].dep in ("amod", "acl")
    if frame.kind == "Accusation" and tree.tokens[frame.head].dep == "amod":
        return set(frame.slots) <= {"obj"}  # "the accused men"
    if frame.kind == "Election" and tree.tokens[frame.head].dep == "amod":
        return set(frame.slots) <= {"obj"}  # "elected governments"
    if frame.kind == "Negotiation" and tree.tokens[frame.head].dep == "amod":
        return set(frame.slots) <= {"obj"}  # "a negotiated transition"
    if frame.kind == "Attack" and tree.tokens[frame.head].dep == "amod" and tree.lower(frame.head) == "attacking":
        noun = tree.tokens[frame.head].head
        return not tree.is_plural(noun) and tree.lemma(noun) not in _UNDER_ARMS  # "an attacking style"
    rooms = [c for c in tree.children(frame.head, "obj") if tree.lemma(c) == "office"]
    if frame.kind == "Appointment" and any(tree.children(c, "det", "nmod:poss") for c in rooms):
        return True  # "was shot as she left her office"
    return is_participle and frame.kind == "Injury" and "subj" not in frame.slots


def is_business(tree: Tree, slots: SlotFinder, frame: Frame, kind_of: Callable[[int], str | None]) -> bool:
    """Whether operations are those of a body that does not fight: "the Red Cross suspended operations"."""
    verb = tree.head(frame.head)
    if frame.kind != "Clash" or tree.lemma(frame.head) != "operation" or verb is None:
        return False
    subjects = slots.of_verb(verb).get("subj", ()) if tree.is_verb(verb) else ()
    doers = (*subjects, *frame.slots.get("poss", ()))
    return any(kind_of(word) == "Organization" or tree.lemma(word) in _BUSINESSES for word in doers)


def is_aside(tree: Tree, lexicon: Lexicon, frame: Frame) -> bool:
    """Whether a participle only tells that someone speaks, as the main verb does: "commenting on it, he said"."""
    head = tree.head(frame.head)
    is_beside = head is not None and lexicon.is_reporting(tree.lemma(head))
    return frame.kind == "Statement" and is_beside and tree.is_label(frame.head, "advcl")


def is_no_event(tree: Tree, lexicon: Lexicon, frame: Frame) -> bool:
    """Whether the noun of FRAME tells no event."""
    is_reaction = tree.preposition(frame.head) == "in" and _is_reaction(tree, frame.head)  # "in reprisal for"
    is_said = is_reaction or _is_attribution(tree, lexicon, frame)
    return (
        is_said
        or is_of_aircraft(tree, frame.head)
        or is_taken_up(tree, frame.head)
        or _is_fought(tree, frame)
        or _is_escaped(tree, frame)
        or _is_died_of(tree, frame)
        or _is_danger(tree, frame)
        or _is_kind(tree, frame)
        or _is_violence_at_large(tree, frame)
        or _is_verdict(tree, frame)
    )


def _is_reaction(tree: Tree, i: int) -> bool:
    """Whether after "in" noun I only tells why something is done: "resigned in protest at the raid"."""
    is_bare = not tree.is_plural(i) and not tree.children(i, "det", "amod", "nmod:poss")
    return tree.lemma(i) in REACTIONS or (tree.lemma(i) == "protest" and is_bare)


def is_of_aircraft(tree: Tree, i: int) -> bool:
    """Whether noun I says what aircraft are meant: "attack, bomber, fighter and remotely piloted aircraft"."""
    first = tree.first_conjunct(i)
    after = [c for c in tree.conjuncts(first) if c > i] if not tree.is_label(first, "compound") else [tree.head(first)]
    is_kind = tree.lemma(i) in ("attack", "bomber", "fighter", "strike") and not tree.children(i, "det", "nmod")
    return is_kind and any(c is not None and tree.lemma(c) in _AIRCRAFT for c in after)


def _is_fought(tree: Tree, frame: Frame) -> bool:
    """Whether violence is but what something is against: "counter-insurgency operations", "an anti-war rally"."""
    i = frame.first
    is_prefixed = i > 1 and tree.tokens[i - 1].text == "-" and tree.lower(i - 2) in ("anti", "counter")
    return is_prefixed and frame.kind in ("Conflict", "Violence")


def _is_escaped(tree: Tree, frame: Frame) -> bool:
    """Whether a bare noun of harm tells what did not happen to someone: "escaped injury", "narrowly avoided death"."""
    verb = tree.head(frame.head) if tree.is_label(frame.head, "obj") else None
    is_bare = frame.words == {frame.head} and not tree.children(frame.head, "det", "nmod:poss", "nmod")
    return is_bare and frame.kind in HARM and verb is not None and tree.lemma(verb) in _ESCAPING


def _is_died_of(tree: Tree, frame: Frame) -> bool:
    """Whether injuries of which nothing else is told are but what someone dies of: "died of his injuries"."""
    verb = tree.head(frame.head) if tree.preposition(frame.head) in ("of", "from", "to") else None
    after = (c for c in tree.children(frame.head, "acl", "acl:relcl", "nmod") if c > frame.head)
    is_told = any(tree.lemma(c) not in _CLINICS for c in after)
    return frame.kind == "Injury" and verb is not None and tree.lemma(verb) in _DYING and not is_told


def _is_danger(tree: Tree, frame: Frame) -> bool:
    """Whether a threat is no one's word but a danger: "the threat posed by Daesh", "a threat to the harbour"."""
    i = frame.head
    if frame.kind != "Threat" or tree.lemma(i) != "threat" or i != frame.first:
        return False
    told = {slot for slot in ("poss", "by", "from", "against") if slot in frame.slots}
    clauses = tree.children(i, "acl")
    is_said = bool(told) or frame.helper is not None or any("to" in tree.markers(c) for c in clauses)
    verb = tree.head(tree.first_conjunct(i))
    is_posed = any(tree.lemma(c) in _POSING for c in (*clauses, *([verb] if verb is not None else [])))
    return is_posed or (not is_said and (not tree.is_plural(i) or "to" in frame.slots))


def _is_attribution(tree: Tree, lexicon: Lexicon, frame: Frame) -> bool:
    """Whether a noun only names the words in which someone says something: "in a statement, the army said"."""
    head = tree.head(frame.head)
    is_beside = head is not None and lexicon.is_reporting(tree.lemma(head)) and tree.preposition(frame.head) is not None
    after = tree.tokens[frame.last + 1].text if frame.last + 1 < len(tree.tokens) else ""
    is_heading = after == ":" and tree.sentence(frame.first).first == frame.first  # "Press release: ..."
    return frame.kind == "Statement" and (is_beside or is_heading)


def _is_kind(tree: Tree, frame: Frame) -> bool:
    """Whether a bare noun after "of" tells a kind of event that something is about: "the law of war"."""
    head = tree.head(frame.head)
    if head is None or tree.preposition(frame.head) != "of" or tree.children(frame.head, "det", "nmod:poss"):
        return False
    return tree.lemma(head) in _ABOUT_KINDS and not tree.is_plural(frame.head)


def _is_violence_at_large(tree: Tree, frame: Frame) -> bool:
    """Whether a bare noun tells a kind of violence that no one in particular does: "the fight against terrorism"."""
    if frame.kind != "Violence" or tree.lemma(frame.head) not in _KINDS_OF_VIOLENCE or frame.words != {frame.head}:
        return False
    return not frame.slots and not frame.roles and frame.helper is None and not tree.children(frame.head, "det", "amod")


def _is_verdict(tree: Tree, frame: Frame) -> bool:
    """Whether a noun only says what something counts as: "would be treated as an act of war"."""
    if frame.kind not in ("Violence", "Conflict"):
        return False
    above = tree.head(frame.head) if tree.preposition(frame.head) == "of" else None
    i = frame.first if above is None else above
    if tree.lower(i) not in _VERDICTS:
        return False
    head = tree.head(i)
    is_judged = tree.preposition(i) == "as" or bool(tree.children(i, "cop")) or tree.is_label(i, "xcomp")
    return is_judged or (head is not None and tree.is_label(i, "obj") and tree.lemma(head) in _COUNTING_AS)
