"""Which words stand in which syntactic slot of a verb or an event noun, told and understood.

Slots are those of the lexicon: `subj` and `obj` are deep (a passive's subject is its `obj`, its by-phrase its `subj`),
`iobj`, `comp` for clauses, `poss` and `mod` for what stands before a noun, and each preposition by its own name.
Understood slots are filled too: by coordination, control and raising, participles, relative clauses. Each filler is
the head of its phrase; coordinated fillers count one by one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from kg.extract.company import is_companion
from kg.extract.disputed import find_objects
from kg.extract.nested import find_nested_agent, find_nested_charge, find_nested_topic, is_guess
from kg.extract.nounslots import NounSlots, Slots
from kg.extract.raising import (
    find_described,
    find_raised,
    follows_comma,
    is_actor,
    is_body,
    is_controlled,
    is_helped,
    is_others_plan,
)
from kg.extract.requital import find_requited
from kg.extract.tree import PLURAL_VERBS, Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon

PLACE_PREPOSITIONS: Final = frozenset(
    "in at near inside into outside around across throughout along on over within above off".split()
)
"""Prepositions that, before a place, tell where an event happened, whatever the event."""
_RELATIVE: Final = frozenset({"WDT", "WP", "WP$"})
_LOOSE: Final = frozenset({"from", "to", "into", "with", "against", "for", "over"})
"""Prepositions whose phrases parsers hang from the object as often as from the verb; the lexicon decides."""
_ABOUT: Final = ("on", "about", "over")
_BINDING: Final = frozenset({"against", "to", "for", "of", "with", "from", "into", "in order"})
"""Markers of clauses whose subject a verb of control may settle."""
_CERTAIN: Final = 0.8
"""Trained roles that are less probable than this fill no slot."""
_EXAMPLES: Final = frozenset({"such as", "including", "like"})
_CLAUSES: Final = ("ccomp", "xcomp")
_NONFINITE: Final = frozenset({"VBG", "VBN", "VB"})
_USING: Final = find_words("using")
_SINGULAR_VERBS: Final = frozenset({"is", "was", "has"})


class SlotFinder:
    """Answers which fillers the slots of a word have; what it found once it keeps."""

    def __init__(self, tree: Tree, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._tree = tree
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._told: dict[int, Slots] = {}
        self._verbs: dict[int, Slots] = {}
        self._nouns = NounSlots(tree, gazetteer)
        self._at_work: set[int] = set()

    def of_verb(self, i: int) -> Slots:
        """The slots of verb I."""
        if i not in self._verbs:
            if i in self._at_work:  # a cycle of control in a bad tree
                return self._told_of_verb(i)
            self._at_work.add(i)
            self._verbs[i] = self._understood(i)
            self._at_work.discard(i)
        return self._verbs[i]

    def of_noun(self, i: int) -> Slots:
        """The slots of event noun I."""
        return self._nouns.find(i)

    def trained(self, i: int, argument: str) -> tuple[int, ...]:
        """The heads of an argument of predicate I by the pipeline's own roles, where they are all but certain."""
        found: list[int] = []
        for word in self._tree.arguments(i, argument, _CERTAIN):
            is_told = self._tree.is_nominal(word) and not is_guess(self._tree, word)
            found += self._tree.nominal_conjuncts(word) if is_told else []
        return self._resolve(found)

    def surface_subject(self, i: int) -> tuple[int, ...]:
        """The subject of verb I as it stands or is understood, whatever the voice."""
        slots = self.of_verb(i)
        return slots.get("obj", ()) if self._tree.is_passive(i) else slots.get("subj", ())

    def _to_owners(self, words: tuple[int, ...]) -> tuple[int, ...]:
        """WORDS with plans and aims replaced by those whose they are: in "their aim is to ..." they act."""
        found: dict[int, None] = {}
        for word in words:
            is_plan = (
                not self._tree.is_verb(word) and self._lexicon.find_embedder(self._tree.lemma(word), "n") is not None
            )
            owners = self.of_noun(word).get("poss", ()) if is_plan else ()
            found |= dict.fromkeys(owners or (word,))
        return tuple(found)

    # Told

    def _told_of_verb(self, i: int) -> Slots:
        if i in self._told:
            return self._told[i]
        tree = self._tree
        passive = tree.is_passive(i)
        found: defaultdict[str, list[int]] = defaultdict(list)
        company = tree.companions(i)
        for child in tree.children(i):
            label = tree.tokens[child].dep
            if label == "nsubj:pass" or (label == "nsubj" and passive):
                found["obj"] += self._tree.nominal_conjuncts(child)
            elif label in ("nsubj", "csubj") or (label == "nsubj:outer" and len(tree.children(i, "nsubj")) == 1):
                found["subj"] += self._tree.nominal_conjuncts(child)
            elif label in ("obj", "iobj"):
                found[label if not (passive and label == "obj") else "obj2"] += self._tree.nominal_conjuncts(child)
            elif label == "obl:agent":
                found["subj"] += self._tree.nominal_conjuncts(child) if not is_guess(tree, child) else []
            elif label.startswith(("obl", "nmod")) and child not in company:
                preposition = tree.preposition(child)
                if preposition == "by" and passive and "subj" not in found:
                    found["subj"] += self._tree.nominal_conjuncts(child) if not is_guess(tree, child) else []
                elif preposition == "with" and passive and is_companion(tree, self._gazetteer, child):
                    found["obj"] += self._tree.nominal_conjuncts(child)
                elif preposition is not None or child > i:
                    slot = preposition or self._particle(i, child)
                    if slot == "out of" or (
                        slot == "out" and any(tree.lower(c) == "of" for c in tree.children(child, "case"))
                    ):
                        slot = "from"  # "pulled out of the town"
                    if slot is not None:
                        found[slot] += self._tree.nominal_conjuncts(child)
            elif label in _CLAUSES or label.startswith(_CLAUSES):
                found["comp"] += tree.conjuncts(child)
            elif label.startswith("advcl"):
                for marker in tree.markers(child) or tuple(filter(None, [tree.preposition(child)])):
                    if marker != "to" or tree.tokens[child].xpos == "VBG":  # "committed to protecting"
                        found[marker] += tree.conjuncts(child)
        for word in company:
            if passive or word < i or "obj" not in found:
                found["obj" if passive else "subj"] += tree.nominal_conjuncts(word)
        if passive and "subj" not in found:
            found["subj"] += find_nested_agent(tree, self._lexicon, i)
        for slot in _ABOUT:
            if slot not in found and (about := find_nested_topic(tree, self._lexicon, i, slot)):
                found[slot] = about
        objects = found.get("obj", [])
        for filler in objects if not any(self._lexicon.find_senses(tree.lemma(f), "n") for f in objects[-1:]) else ():
            for child in tree.children(filler, "nmod"):
                preposition = tree.preposition(child)
                if preposition in _LOOSE and preposition not in found and child > max(i, objects[-1]):
                    found[preposition] += self._tree.nominal_conjuncts(child)
        for doer in tree.children(i, "obl:agent") if "against" not in found else ():
            for child in tree.children(doer, "nmod"):  # "perpetrated by gunmen against the party"
                found["against"] += tree.nominal_conjuncts(child) if tree.preposition(child) == "against" else []
        if "of" not in found and (alleged := find_nested_charge(tree, self._lexicon, i, objects)):
            found["of"] = alleged
        for filler in found.get("obj", ()):
            for child in tree.children(filler, "acl"):
                markers = tree.markers(child) or tuple(filter(None, [tree.preposition(child)]))
                if tree.tokens[child].xpos == "VBG" and markers and is_controlled(tree, self._lexicon, filler):
                    found[markers[0]] += tree.conjuncts(child)
        subjects = [c for c in tree.children(i, "nsubj") if tree.tokens[c].dep == "nsubj" and c < i]
        if len(subjects) > 1 and not passive:  # one of them belongs to another clause: the nearest stays
            found["subj"] = self._tree.nominal_conjuncts(subjects[-1])
        self._told[i] = {slot: self._resolve(words) for slot, words in found.items() if words}
        return self._told[i]

    def _particle(self, verb: int, noun: int) -> str | None:
        """The particle between VERB and NOUN that is in truth the preposition of NOUN: "call on the rebels"."""
        particles = [c for c in self._tree.children(verb, "compound") if verb < c < noun]
        return self._tree.lower(particles[-1]) if particles else None

    def _resolve(self, words: list[int]) -> tuple[int, ...]:
        """WORDS with relative pronouns replaced by their antecedents."""
        resolved: dict[int, None] = {}
        for word in words:
            found = self._antecedents(word) if self._is_relative(word) else (word,)
            resolved |= dict.fromkeys(one for one in found if not self._is_ruled_out(one))
        return tuple(resolved)

    def _is_ruled_out(self, noun: int) -> bool:
        """Whether a cleft says of NOUN that it was someone else: "it was not the rebels who burned it"."""
        subjects = {self._tree.lower(c) for c in self._tree.children(noun, "expl", "nsubj")}
        return subjects == {"it"} and bool(self._tree.children(noun, "cop")) and self._tree.is_denied(noun)

    def _antecedents(self, i: int) -> tuple[int, ...]:
        """What relative pronoun I stands for: of what is coordinated before it all, or the last, as its verb asks."""
        tree = self._tree
        antecedent = self._antecedent(i)
        verb = tree.head(i)
        helpers = {tree.lower(word) for word in (tree.children(verb, "aux", "cop") if verb is not None else ())}
        group = tuple(word for word in tree.nominal_conjuncts(tree.first_conjunct(antecedent)) if word < i)
        if any(tree.is_plural(word) for word in group) or antecedent not in group:
            return (antecedent,)
        return group if helpers & PLURAL_VERBS else group[-1:] if helpers & _SINGULAR_VERBS else (antecedent,)

    def _is_relative(self, i: int) -> bool:
        token = self._tree.tokens[i]
        return token.xpos in _RELATIVE or (token.text.lower() == "that" and token.upos in ("PRON", "SCONJ"))

    def _antecedent(self, i: int) -> int:
        for above in self._tree.ancestors(i):
            if self._tree.tokens[above].dep == "acl:relcl":
                return self._tree.tokens[above].head
        return i

    # Understood

    def _understood(self, i: int) -> Slots:
        slots = dict(self._told_of_verb(i))
        tree = self._tree
        label = tree.tokens[i].dep
        passive = tree.is_passive(i)
        surface = "obj" if passive else "subj"
        if label.startswith("acl:relcl"):
            self._fill_gap(i, slots)
        if label.startswith("acl") and (disputed := find_objects(tree, i)):
            slots["obj"] = disputed
        if set(slots.get(surface, ())) <= set(tree.companions(i)):  # no one, or only "along with her"
            subject = self._understood_subject(i)
            if subject:
                slots[surface] = (*subject, *(word for word in slots.get(surface, ()) if word not in subject))
        if "subj" in slots:
            slots["subj"] = self._to_owners(slots["subj"])
        if "obj" not in slots and not passive:
            shared = self._shared_object(i)
            if shared:
                slots["obj"] = shared
        if label.startswith("amod") and tree.tokens[i].xpos in ("VBN", "JJ") and "obj" not in slots:
            slots["obj"] = (tree.tokens[i].head,)
        return slots

    def _fill_gap(self, i: int, slots: dict[str, tuple[int, ...]]) -> None:
        """In "the town (that) rebels seized" the antecedent is the object that the clause lacks."""
        antecedent = self._tree.tokens[i].head
        used = {word for words in slots.values() for word in words}
        if antecedent in used:
            return
        clauses = [c for c in self._tree.children(i, *_CLAUSES) if "of" not in self._tree.markers(c)]
        if "subj" in slots and "obj" not in slots and not clauses:  # "a group it accuses of killing soldiers"
            slots["obj"] = (antecedent,)

    def _understood_subject(self, i: int) -> tuple[int, ...]:
        tree = self._tree
        token = tree.tokens[i]
        label = token.dep
        if token.head == i or (label == "conj" and tree.is_counted(i)):
            return ()
        if label == "conj":
            head = tree.leading_verb(i)
            if tree.is_verb(head):
                return self.surface_subject(head)
            above = self._subject_of_clause_above(i) if tree.tokens[head].xpos != "JJ" else ()
            return self._subject_of_predicate(head) or above  # no one did or was all that "the dead and wounded" were
        if token.xpos == "VBG" and (requited := find_requited(tree, i, self._told_with_gap)):
            return requited
        if label.startswith("xcomp") or (label.startswith("ccomp") and "to" in tree.markers(i)):
            return find_raised(tree, self._gazetteer, i) or self._controller(token.head)
        if label.startswith("advcl") and token.xpos in _NONFINITE:
            markers = set(tree.markers(i))
            if markers & _EXAMPLES:
                return ()
            if "as" in markers and token.xpos == "VBG" and not tree.is_passive(token.head):
                objects = self._told_of_verb(token.head).get("obj", ()) if tree.is_verb(token.head) else ()
                return objects or self._subject_above(token.head)  # "quoted a farmer as saying"
            if "to" in markers and tree.is_passive(token.head) and tree.lemma(token.head) in _USING:
                return ()  # "a truck was used to kill him"
            is_bound = not (markers or follows_comma(tree, i)) or bool(markers & _BINDING)
            bound = self._controller(token.head, purpose=True) if is_bound else self._subject_above(token.head)
            return (find_raised(tree, self._gazetteer, i) if markers & {"for", "in", "to"} else ()) or bound
        if label.startswith("acl") and not label.startswith("acl:relcl"):
            return self._subject_of_noun_clause(i)
        if label.startswith("amod") and token.xpos == "VBG":
            return (token.head,)
        if label.startswith(("nmod", "obl")) and token.xpos == "VBG":
            return self._controller(token.head) if tree.is_verb(token.head) else self._agent_of_noun(token.head)
        return ()

    def _subject_of_clause_above(self, i: int) -> tuple[int, ...]:
        """The subject of the nearest verb above I of the same form, for participles hung from a noun by mistake."""
        tree = self._tree
        for above in tree.ancestors(i):
            if tree.is_verb(above) and (tree.tokens[above].xpos == "VBG" or tree.head(above) is None):
                return self.surface_subject(above)
        return ()

    def _subject_above(self, head: int) -> tuple[int, ...]:
        """The subject of the clause of HEAD, which an adverbial participle shares: "left without firing a shot"."""
        return self.surface_subject(head) if self._tree.is_verb(head) else self._controller(head)

    def _controller(self, head: int, *, purpose: bool = False) -> tuple[int, ...]:
        """The understood subject of a clause below HEAD: its object under object control, else its subject."""
        tree = self._tree
        if not tree.is_verb(head):
            if tree.is_nominal(head) and not tree.children(head, "cop"):
                return self._agent_of_noun(head)
            if tree.is_label(head, "amod") and tree.tokens[head].upos == "ADJ":
                return (tree.tokens[head].head,)  # "those responsible for stealing it"
            return self._subject_of_predicate(head)
        told = self._told_with_gap(head)
        embedder = self._lexicon.find_embedder(tree.lemma(head), "v")
        objects = told.get("obj", ()) or told.get("iobj", ())
        for slot, words in told.items() if not objects else ():
            phrasal = self._lexicon.find_embedder(f"{tree.lemma(head)} {slot}", "v")
            if phrasal is not None and phrasal.control == "object":
                return words  # "called on the rebels to disarm"
        is_object_control = embedder is not None and embedder.control == "object"
        if objects and is_object_control:
            return objects
        if objects and embedder is None and not purpose and tree.is_label(head, "xcomp"):
            return objects
        return self.surface_subject(head)

    def _told_with_gap(self, i: int) -> Slots:
        """The slots of verb I with what a relative clause is about: "a man whom they suspect of killing her"."""
        return self.of_verb(i) if self._tree.is_label(i, "acl:relcl") else self._told_of_verb(i)

    def _subject_of_predicate(self, i: int) -> tuple[int, ...]:
        """The subject of an adjective or noun with a copula; that of the clause above where it has none."""
        tree = self._tree
        subjects = tree.children(i, "nsubj")
        if subjects:
            return self._resolve([c for subject in subjects for c in tree.conjuncts(subject)])
        if tree.is_label(i, "conj"):
            head = tree.first_conjunct(i)
            found = self.surface_subject if tree.is_verb(head) else self._subject_of_predicate
            return found(head) if head != i else ()
        verb = tree.head(i)
        if tree.is_label(i, "xcomp", "advcl") and verb is not None and tree.is_verb(verb):
            objects = self._told_of_verb(verb).get("obj", ()) if tree.is_label(i, "xcomp") else ()
            is_said_of = bool(objects) and all(verb < word < i for word in objects)
            return objects if is_said_of else self.surface_subject(verb)  # "found the men guilty of stealing"
        return ()

    def _subject_of_noun_clause(self, i: int) -> tuple[int, ...]:
        """The subject of a participle or infinitive that hangs from a noun."""
        tree = self._tree
        token = tree.tokens[i]
        noun = token.head
        if "to" in tree.markers(i):
            if is_helped(tree, self._gazetteer, noun):
                return (noun,)
            return self._resolve(self._nouns.find_told(noun, self._lexicon)) or self._agent_of_noun(noun)
        if token.xpos == "VBN":  # "signs of having been tortured"
            is_theirs = "of" in tree.markers(i) and any(tree.lower(c) == "having" for c in tree.children(i, "aux"))
            return self._agent_of_noun(noun) if is_theirs else find_described(tree, noun, i)
        if token.xpos == "VBG":
            markers = tree.markers(i) or tuple(filter(None, [tree.preposition(i)]))
            if markers and is_controlled(tree, self._lexicon, noun):
                return (noun,)
            return self._agent_of_noun(noun) if markers or follows_comma(tree, i) else (noun,)
        return ()

    def _agent_of_noun(self, noun: int) -> tuple[int, ...]:
        """Whose plan, effort or act NOUN is: its owner, its "by", or the subject of the verb that it serves."""
        slots = self.of_noun(noun)
        for slot in ("poss", "by"):
            if slots.get(slot):
                return slots[slot]
        tree = self._tree
        if self._lexicon.find_embedder(tree.lemma(noun), "n") is not None:
            whose = tuple(word for word in slots.get("of", ()) if is_actor(tree, self._gazetteer, word))
            whose = whose or tuple(word for word in slots.get("mod", ()) if is_body(tree, self._gazetteer, word))
            if whose:
                return whose  # "the decision of the court to free him", "the French decision to leave"
        current = noun
        for above in tree.ancestors(noun):
            if tree.is_verb(above):
                if tree.tokens[current].dep == "obl:agent":
                    return ()  # "they were surprised by the plan to"
                is_argument = tree.is_label(
                    current, "obj", "obl", "advcl", "xcomp", "ccomp", "conj", "dep", "parataxis"
                )
                is_theirs = is_argument and not is_others_plan(tree, self._lexicon, current, above)
                return self.surface_subject(above) if is_theirs else ()
            if tree.children(above, "cop"):
                return self._subject_of_predicate(above)
            if self.of_noun(above).get("poss") and tree.is_label(current, "nmod"):
                return self.of_noun(above)["poss"]
            current = above
        return ()

    def _shared_object(self, i: int) -> tuple[int, ...]:
        """The object that verb I shares with the verb coordinated right after it: "trained and equipped fighters"."""
        tree = self._tree
        for conjunct in tree.children(i, "conj"):
            between = range(i + 1, conjunct)
            if tree.is_verb(conjunct) and all(tree.tokens[b].upos in ("CCONJ", "PUNCT", "ADV", "AUX") for b in between):
                return self._told_of_verb(conjunct).get("obj", ())
        first = tree.first_conjunct(i)
        between = range(first + 1, i)
        if first < i and tree.is_verb(first) and all(tree.tokens[b].upos in ("CCONJ", "ADV", "AUX") for b in between):
            return tuple(word for word in self._told_of_verb(first).get("obj", ()) if word > i)
        return ()
