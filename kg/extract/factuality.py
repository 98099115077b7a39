"""How far the text tells an event as a fact: actual, planned, possible or negated.

From the word that evokes the event the way leads up the tree to the main clause. Each negation, modal, embedding
word and kind of clause on it changes what lies below, as in the literature on factuality (Sauri and Pustejovsky 2009)
and implicative verbs (Karttunen 1971). Relative clauses and most arguments are islands: what stands above them says
nothing of what stands in them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from kg.extract.clauses import (
    is_condition_without_if,
    is_to_come,
    is_told_apart,
    read_command,
    read_condition,
    read_perfect,
    read_root,
)
from kg.extract.effects import combine
from kg.extract.frames import Frame
from kg.extract.infinitives import is_going_on, is_to_infinitive, read_infinitive, was
from kg.extract.kinds import ABOUT, HELD, TALKS
from kg.extract.nested import is_doubted, is_given, is_refuted
from kg.extract.pending import read_above
from kg.extract.phases import is_step
from kg.extract.presumed import (
    asks_for_part,
    is_judged,
    is_limit,
    is_none,
    is_performed,
    is_spent,
    is_told,
)
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.lexicon import Embedder, Lexicon
from kg.model import Factuality

_ALMOST: Final = ("almost", "nearly")
_NEGATIONS: Final = frozenset("not n't n’t never no neither nor nobody nothing hardly".split())
_DOING: Final = "doing"  # what talks are "on" or "about"
_EXAMPLES: Final = frozenset(("such as", *"like including as by amid after before during since under".split()))
"""Prepositions after which stands no content of a noun: "human rights such as", "the threat during the siege"."""
_ASKING: Final = frozenset({"ask", "wonder", "inquire", "enquire"})
_BE: Final = frozenset({"is", "are", "was", "were"})
_MEANT: Final = frozenset({"mean", "intend", "design", "aim"})
_REPLACED: Final = frozenset({"without", "instead", "rather than", "instead of"})
_ONLY: Final = frozenset({"only", "just", "merely", "simply"})
_NECESSARY: Final = find_words("necessary")
"""What says of an infinitive that it would be so ("it is vital to arrest him"), not that it was."""
_STIFLING: Final = find_words("stifling")
_DOCUMENTS: Final = find_words("documents")
_OPENING: Final = frozenset({"convene", "kick", "loom", "open"})
_USING: Final = find_words("using")
_PARTS_PLAYED: Final = find_words("parts_played") | {"part"}
_ATTEMPTS: Final = frozenset({"attempt", "bid", "effort", "plan", "plot"})
_FAILING: Final = frozenset({"collapse", "fail", "falter", "founder"})
_EFFECT: Final = frozenset({"effect", "force"})
_TRACES: Final = frozenset({"report", "sign", "trace", "word"})
_HAPPENING: Final = find_words("happening")


class FactualityFinder:
    """Answers how factual the frames of one parse are told; events of SPOKEN classes happen even if rejected."""

    def __init__(self, tree: Tree, lexicon: Lexicon, *, spoken: Collection[str] = ()) -> None:
        self._tree = tree
        self._lexicon = lexicon
        self._spoken = frozenset(spoken)
        self._performed = self._spoken | {"Praise"}

    def of_frame(self, frame: Frame) -> Factuality:
        """The factuality of the event of FRAME."""
        return combine(self._effects(frame))

    def _effects(self, frame: Frame) -> Iterator[Factuality]:
        """What the words on the way up do, from the inside out."""
        tree = self._tree
        current = frame.head
        is_done = frame.helper is not None and self._is_done(frame.helper)
        yield from (effect for effect in self._own(current) if not (is_done and effect == "planned"))
        if is_refuted(tree, current):
            yield "negated"
        if is_doubted(tree, current, frame.helper):
            yield "possible"
        if self._is_given(frame):
            return
        objects = [word for word in frame.slots.get("obj", ()) if not tree.is_label(word, "nsubj")]
        if any(is_none(tree, word) for word in objects):
            yield "negated"
        if frame.helper is not None and tree.tokens[frame.helper].head == current and tree.lemma(frame.helper) != "aim":
            aside = [*self._own(frame.helper)]  # "an attack that was planned by"
            aside += self._embedding(frame.helper, "obj") if not self._is_made(frame.helper, frame) else ()
            above = [*self._above(frame)]
            yield from aside if not ("negated" in aside and "negated" in above) else ()
            yield from above  # "the visit that was not to be did not take place": one denial, told twice
            return
        yield from self._above(frame)

    def _above(self, frame: Frame) -> Iterator[Factuality]:
        """What the words above the one that evokes the event do."""
        tree = self._tree
        current = frame.head
        seen = {current}
        while (head := tree.head(current)) is not None and head not in seen:
            seen.add(head)
            label = tree.tokens[current].dep
            base = label.partition(":")[0]
            is_content = label == "acl:relcl" and "that" in tree.markers(current)  # "the risk that they attack"
            if (label == "acl:relcl" and not is_content) or base in ("parataxis", "appos"):
                yield from read_command(tree, current)
                return
            if base == "conj" or head in frame.words:  # "an attempt on his life" was made
                yield from self._shared(current, head) if base == "conj" else ()
                current = head
                continue
            if base == "nmod" and tree.lemma(head) in _TRACES and is_none(tree, head):
                yield "negated"  # "no reports of fighting"
                return
            if base == "nmod" and tree.lemma(head) in _PARTS_PLAYED:
                return  # who denies a part in a massacre does not deny the massacre
            is_attempt = tree.lemma(current) in _ATTEMPTS and current not in frame.words
            if label == "nsubj" and is_attempt and tree.lemma(head) in _FAILING:
                yield "negated"  # "the attempt to free them failed"
                return
            if self._is_asked(current, head):
                if not asks_for_part(tree, current):
                    yield "possible"
                return
            if (told := read_above(tree, current, head, frame)) is not None:
                yield from told
                return
            if not self._passes(current, head, frame) or self._is_presupposed(current, head):
                return
            if is_judged(tree, current, head):
                return
            condition = read_condition(tree, current) if label == "advcl" else None
            if condition is not None:  # what hangs on it does not say whether it holds
                yield condition
                current = head
                continue
            is_polite = frame.kind in self._performed and is_performed(tree, current, head)
            if is_polite or is_spent(tree, current, head):
                current = head
                continue
            yield from self._clause(current)
            if self._is_aside(current):
                yield from (effect for effect in self._own(head, below=current) if effect != "negated")
                current = head
                continue
            is_infinitive = base in ("acl", "csubj") and "to" in tree.markers(current)
            is_spoken = frame.kind in self._spoken and base in ("obj", "nsubj", "nmod")
            is_spoken = is_spoken and not (tree.lemma(head) in _STIFLING and tree.lemma(current) in _DOCUMENTS)
            is_done = base == "acl" and tree.tokens[current].xpos == "VBN" and not tree.markers(current)
            is_done = is_done or self._is_made(head, frame)
            effects = () if is_done else self._embedding(head, self._argument(current), is_infinitive=is_infinitive)
            for effect in effects:  # "the agreement reached" is no plan to reach one
                if effect == "planned" and base == "ccomp" and self._lexicon.is_reporting(tree.lemma(head)):
                    continue  # "he warned that rebels attacked" is no warning to attack
                if effect != "negated" or not is_spoken:
                    yield effect
            if tree.is_verb(head) or tree.children(head, "cop") or base in ("nmod", "acl", "compound"):
                for effect in self._own(head, below=current):
                    yield "possible" if effect == "negated" and self._is_reported(current, head) else effect
            current = head
        yield from read_root(tree, current)

    def _is_given(self, frame: Frame) -> bool:
        """Whether a definite noun is said to have done something, whatever becomes of that: "if the raid killed"."""
        tree = self._tree
        first = tree.first_conjunct(frame.head)
        verb = tree.head(first)
        if frame.pos != "n" or verb is None or verb != frame.helper or tree.tokens[first].dep != "nsubj":
            return False
        is_telling = self._is_phase(verb)
        is_definite = any(tree.lower(c) == "the" for c in tree.children(first, "det"))
        is_hit = any(tree.head(tree.first_conjunct(word)) == verb for _, word in frame.roles)  # "had it hit the school"
        return is_definite and not is_telling and not is_hit and not tree.is_passive(verb)

    def _is_phase(self, verb: int) -> bool:
        """Whether VERB says of its subject that it is, begins or goes on: "happened", "took place", "took effect"."""
        lemma, parts = self._tree.lemma(verb), self._tree.children(verb, "obj", "obl", "compound")
        phrases = {self._tree.lemma(part) for part in parts}
        is_phrase = any(self._lexicon.is_aspectual(f"{lemma} {part}") for part in phrases) or bool(phrases & _EFFECT)
        return lemma in _HAPPENING or self._lexicon.is_aspectual(lemma) or is_phrase

    def _own(self, i: int, *, below: int | None = None) -> Iterator[Factuality]:
        """Modals, negations and adjectives that hang from word I itself; what is BELOW it has spoken already."""
        tree = self._tree
        negated = any(
            (tree.lower(c) in _NEGATIONS or (c == i - 1 and tree.is_verb(i) and tree.lower(c) in _ALMOST))
            and not (c + 1 < len(tree.tokens) and tree.lower(c) == "not" and tree.lower(c + 1) in _ONLY)
            and (tree.is_label(c, "advmod", "det", "neg", "cc") or tree.tokens[c].upos == "PART")
            and not is_limit(tree, c)
            for c in tree.children(i)
        )
        is_nobody = any(is_none(tree, c) for c in tree.children(i, "nsubj") if c != below)
        negated = negated or (tree.is_nominal(i) and is_none(tree, i))
        if negated or is_nobody or self._is_no_longer(i) or (tree.preposition(i) == "without"):
            yield "negated"
        perfect = read_perfect(tree, i)
        if perfect is not None:
            yield perfect
        elif not is_condition_without_if(tree, i):
            yield from self._modal(i)
            if "to" in tree.markers(i) and any(tree.lower(c) in _BE for c in tree.children(i, "cop", "aux")):
                yield "planned"  # "the raid was to free them"
        if below is not None and any(tree.lower(c) == "unsuccessfully" for c in tree.children(i, "advmod")):
            yield "negated"
        for child in tree.children(i, "amod"):
            entries = (self._lexicon.find_embedder(word, "a") for word in (tree.lower(child), tree.lemma(child)))
            entry = next(filter(None, entries), None)
            if entry is not None and entry.effect is not None:
                yield entry.effect

    def _modal(self, i: int) -> Iterator[Factuality]:
        """What the first modal of verb I says of it."""
        effects = (self._lexicon.modal_effect(self._tree.lemma(c)) for c in self._tree.children(i, "aux"))
        yield from [effect for effect in effects if effect is not None][:1]

    def _is_made(self, verb: int, frame: Frame) -> bool:
        """Whether what VERB agrees on is an agreement, and so made by that: "agreed a truce"."""
        return frame.kind == "AgreementEvent" and self._tree.lemma(verb) == "agree"

    def _is_done(self, helper: int) -> bool:
        """Whether HELPER tells that a plan was carried out: "launched the planned offensive"."""
        tree = self._tree
        has_have = any(tree.lemma(c) == "have" for c in tree.children(helper, "aux"))
        is_open = any(tree.tokens[c].xpos == "MD" for c in tree.children(helper, "aux"))
        is_past = (tree.tokens[helper].xpos == "VBD" or has_have) and not is_open  # "would have launched it"
        return is_past and self._lexicon.find_embedder(tree.lemma(helper), "v") is None

    def _is_no_longer(self, i: int) -> bool:
        tree = self._tree
        return any(
            tree.lower(c) in ("longer", "more")
            and any(tree.lower(d) == "no" and not is_limit(tree, d) for d in tree.children(c))
            for c in tree.children(i, "advmod")
        )

    def _shared(self, current: int, head: int) -> Iterator[Factuality]:
        """What a coordinated verb takes over from the first: its modal, if it has no subject of its own."""
        tree = self._tree
        if tree.is_nominal(current) and any(tree.lower(c) in ("or", "nor") for c in tree.children(current, "cc")):
            if is_none(tree, head):
                yield "negated"  # "no deaths or injuries"
        if tree.children(current, "nsubj", "aux") or tree.is_nominal(current):
            return
        perfect = read_perfect(tree, head)
        yield from self._modal(head) if perfect is None else (perfect,)

    def _passes(self, current: int, head: int, frame: Frame) -> bool:
        """Whether what HEAD says bears on the event below it."""
        tree = self._tree
        label = tree.tokens[current].dep.partition(":")[0]
        if label in ("xcomp", "ccomp", "csubj", "acl"):
            return True
        if label == "advcl":
            return not is_told_apart(tree, self._lexicon, current)
        if label in ("obj", "nsubj", "obl", "iobj", "nmod", "compound"):
            if head == frame.helper or (label == "nmod" and tree.head(head) == frame.helper):
                return True
            if self._is_held_for(current, head, frame):
                return True
            if tree.is_verb(head):
                if label == "nsubj" and not tree.tokens[current].dep.endswith("pass"):
                    if frame.kind == "AgreementEvent" and tree.lemma(head) == "hold":
                        return False  # "if the truce holds"
                    is_opened = frame.kind in HELD and tree.lemma(head) in _OPENING
                    return is_opened or self._is_phase(head)
                is_meant = tree.lemma(head) in _MEANT and any("to" in tree.markers(c) for c in tree.children(head))
                if is_meant or (label in ("obj", "iobj") and is_told(tree, head, self._lexicon)):
                    return False  # "the raid was meant to free them" and "told a rally": both happened
                entry = self._find_embedder(head, self._argument(current))
                is_so = tree.lemma(head) in _HAPPENING and tree.preposition(current) not in _EXAMPLES - {"before"}
                return (entry is not None and entry.effect is not None) or is_so
            if label == "nsubj" and tree.lower(head) == "due":
                return True
            entry = self._find_noun(head)
            was_so = entry is not None and entry.effect == "planned" and was(tree, head) and label == "nsubj"
            if entry is None:
                return is_step(tree, head, self._argument(current))
            return not was_so  # "the raid was an attempt to free them" happened
        return False

    def _is_held_for(self, noun: int, head: int, frame: Frame) -> bool:
        """Whether HEAD tells what is done for a gathering that is new: "will go to Oslo for talks"."""
        is_new = frame.kind in HELD and self._tree.preposition(noun) == "for" and not is_given(self._tree, noun)
        return is_new and (not self._tree.is_nominal(head) or bool(self._tree.children(head, "cop")))

    def _is_asked(self, current: int, head: int) -> bool:
        """Whether clause CURRENT is a question that someone puts: "asked whether rebels attacked", "who attacked"."""
        tree = self._tree
        markers = set(tree.markers(current))
        if "whether" in markers or ("if" in markers and tree.is_label(current, "ccomp", "csubj")):
            return True
        is_asking = tree.lemma(head) in _ASKING
        if not tree.is_label(current, "ccomp") or not (is_asking or self._lexicon.is_reporting(tree.lemma(head))):
            return False
        beyond = range(current, head) if head > current else range(current, tree.sentence(current).last + 1)
        is_quoted = any(tree.tokens[t].text == "?" for t in beyond)
        return is_quoted or (is_asking and "to" not in markers and asks_for_part(tree, current))

    def _is_presupposed(self, current: int, head: int) -> bool:
        """Whether a finite clause is a fact whatever is said of knowing it: "he did not know that rebels attacked"."""
        tree = self._tree
        return (
            tree.is_label(current, "ccomp")
            and "to" not in tree.markers(current)
            and self._lexicon.is_factive(tree.lemma(head))
            and not {"if", "whether"} & set(tree.markers(current))
        )

    def _is_reported(self, current: int, head: int) -> bool:
        """Whether HEAD reports what clause CURRENT tells: who did not say that it happened does not deny it."""
        return self._tree.is_label(current, "ccomp") and (
            self._lexicon.is_reporting(self._tree.lemma(head)) and self._find_embedder(head, "obj") is None
        )

    def _is_aside(self, current: int) -> bool:
        """Whether participle CURRENT goes along with the main clause: "they did not attack, leaving the town alone"."""
        tree = self._tree
        is_participle = tree.tokens[current].xpos in ("VBG", "VBN") and tree.is_label(current, "advcl")
        return is_participle and not tree.markers(current) and not tree.children(current, "case")

    def _clause(self, current: int) -> Iterator[Factuality]:
        """What the kind of the clause of verb CURRENT says."""
        tree = self._tree
        if not tree.is_label(current, "advcl"):
            return
        markers = tree.markers(current)
        if is_to_come(tree, self._lexicon, current):
            yield "planned"
        elif any(marker in _REPLACED for marker in markers):
            yield "negated"
        elif is_to_infinitive(tree, current) and not self._is_result(current):
            yield "planned"

    def _is_result(self, current: int) -> bool:
        """Whether an infinitive is no purpose but what someone is made to do, or something used to do."""
        head = self._tree.head(current)
        if head is not None and self._tree.lemma(head) in _USING:
            return not is_going_on(self._tree, head)
        entry = self._find_embedder(head, None) if head is not None and self._tree.is_verb(head) else None
        return entry is not None and entry.control == "object"

    def _argument(self, current: int) -> str | None:
        """The slot of word CURRENT: a preposition, also of a gerund ("committed to ending it"), or "obj" of a noun."""
        head = self._tree.head(current)
        if head is not None and self._tree.tokens[current].xpos == "VBG":
            for marker in self._tree.markers(current):
                if is_step(self._tree, head, marker) or self._find_embedder(head, marker) is not None:
                    return marker
                if marker in ABOUT and self._tree.lemma(head) in TALKS:
                    return _DOING
        return self._tree.preposition(current) or ("obj" if self._tree.is_nominal(current) else None)

    def _embedding(self, head: int, argument: str | None, *, is_infinitive: bool = False) -> Iterator[Factuality]:
        """What HEAD makes of the event in ARGUMENT; what any noun is there "to" do is still to come."""
        tree = self._tree
        grammatical = read_infinitive(tree, head)
        if grammatical is not None:
            yield from grammatical
            return
        if tree.is_verb(head):
            entry = self._find_embedder(head, argument)
            lights = self._lexicon.find_light(tree.lemma(head)) if argument == "obj" else ()
            if argument == "obj" and tree.lemma(head) == "mean":
                return  # "this means another defeat"
            if entry is not None and entry.control == "object" and any(light.slot == "obj" for light in lights):
                entry = None  # "paid tribute": no one is made to do anything
        elif tree.tokens[head].upos == "ADJ":
            entry = self._lexicon.find_embedder(tree.lemma(head), "a")
            if entry is None and is_infinitive and tree.lemma(head) in _NECESSARY and not was(tree, head):
                yield "planned"  # "it is important to arrest him"
        else:
            entry = self._find_noun(head) if argument not in _EXAMPLES else None
            is_aim = is_infinitive and not tree.children(head, "cop")
            if entry is None and (is_aim or argument == _DOING or is_step(tree, head, argument)):
                yield "planned"
        if entry is not None and entry.effect is not None:
            yield entry.effect

    def _find_embedder(self, head: int, argument: str | None) -> Embedder | None:
        lemma = self._tree.lemma(head)
        forms = [f"{lemma} {self._tree.lower(c)}" for c in self._tree.children(head, "compound")]
        if argument not in (None, "obj"):
            forms = [*(f"{form} {argument}" for form in forms), f"{lemma} {argument}"]
            found = next((e for form in forms if (e := self._lexicon.find_embedder(form, "v"))), None)
            return found
        return next((e for form in (*forms, lemma) if (e := self._lexicon.find_embedder(form, "v"))), None)

    def _find_noun(self, head: int) -> Embedder | None:
        return self._lexicon.find_embedder(self._tree.lemma(head), "n")
