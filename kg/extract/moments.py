"""When events happened, as the text says it beside them.

A time expression belongs to the event that stands nearest above it in the tree. "Two days later" counts from the event
told before it, "two days after the attack" from the attack. A participle that elaborates a dated
clause happens at its date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kg.extract.aliases import head_of
from kg.extract.calendar import find_first_day, find_last_day, to_day
from kg.extract.chronology import find_beside, find_entered, find_entry
from kg.extract.frames import Frame
from kg.extract.kinds import HELD
from kg.extract.times import TimeExpression
from kg.extract.tree import Tree, is_share
from kg.extract.wordlists import find_words
from kg.lexicon import Lexicon
from kg.model import PartialDate
from kg.sentences import find_dateline

_COUNTED: Final = frozenset({"after", "before", "following"})
STARTING: Final = frozenset({"begin", "start", "commence", "launch"})
STARTS: Final = find_words("starts")
_ERUPTING: Final = frozenset({"break", "erupt"})
_OPENING: Final = STARTING | _ERUPTING | {"impose", "lay", "mount", "open", "unleash"}
_LASTING: Final = find_words("lasting")
_PAST: Final = frozenset({"ago", "yesterday", "last", "past"})
_AT_ONCE: Final = frozenset({"by", "in", "when", "while", "with"})
"""Markers of gerunds that tell what was done at once."""
_SET_FOR: Final = frozenset("due scheduled planned set for in on".split())
_SEQUENCE: Final = find_words("sequence")
_BACK: Final = 2
"""Sentences over which "two days later" looks back."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time; None is open."""

    begin: PartialDate | None
    end: PartialDate | None

    def holds(self, other: Interval) -> bool:
        """Whether OTHER lies within this stretch; an open end holds all."""
        is_after = self.begin is None or (
            other.begin is not None and find_first_day(self.begin) <= find_first_day(other.begin)
        )
        return is_after and (
            self.end is None or (other.end is not None and find_last_day(other.end) <= find_last_day(self.end))
        )


def date_frames(
    tree: Tree, frames: Collection[Frame], times: Collection[TimeExpression], lexicon: Lexicon
) -> dict[int, Interval]:
    """The stretch of time of each frame, by its head, as far as the text tells one."""
    at = {i: frame for frame in frames for i in (frame.head, frame.first, frame.last)}
    served = {frame.helper: frame for frame in frames if frame.helper is not None}
    dated: dict[int, Interval] = {}
    following: dict[int, Interval] = {}
    named: set[int] = set()
    counted = (_counted_from(tree, time, at) for time in times if time.kind == "relative")
    anchors = {frame.last: frame for frame in counted if frame is not None and frame.pos == "n"}
    for time in times:
        if (time.begin is None and time.finish is None) or _is_dateline(tree, time):
            continue
        entry = find_entry(tree, time)
        anchor = anchors.get(_word_before(tree, time)) or _find_scheduled(tree, time, at)
        verb: int | None = None
        if entry is not None:
            frame, verb = find_entered(tree, entry, at, served, lexicon), entry
        elif anchor is not None:
            frame = anchor  # "two days before the vote on 9 June"
        else:
            frame, verb = _owner(tree, time, at, served, lexicon)
        if frame is None:
            continue
        span = _to_interval(tree, time, verb, frame, lexicon)
        if _is_news(span, dated.get(frame.head)):
            if frame.head in dated and frame.head in named:
                continue  # "was called up for the 2007 offensive in May 2007"
            dated[frame.head] = span
            if tree.is_label(head_of(tree, time.first, time.last), "compound", "nummod", "amod"):
                named.add(frame.head)
            if entry is not None:
                following.update((f.head, dated[frame.head]) for f in find_beside(tree, entry, at, served, lexicon))
            elif verb is not None and _opens_clause(tree, time, verb):
                for follower in _find_followers(tree, verb, at, served):
                    following.setdefault(follower.head, dated[frame.head])
    dated = {**following, **dated}
    for time in times:
        if time.kind == "relative" and time.shift_days is not None:
            _date_from_another(tree, time, time.shift_days, at, served, lexicon, dated)
    for frame in frames:
        if frame.head not in dated:
            inherited = _inherited(tree, frame, at, served, dated) or _at_once(tree, frame, at, dated)
            if inherited is not None:
                dated[frame.head] = inherited
    return dated


def _is_news(span: Interval, known: Interval | None) -> bool:
    """Whether SPAN is the first that is told, or lies within the one KNOWN: "last year, in June"."""
    is_closed = span.begin is not None and span.end is not None
    return known is None or (is_closed and None not in (known.begin, known.end) and known.holds(span))


def _at_once(tree: Tree, frame: Frame, at: Mapping[int, Frame], dated: Mapping[int, Interval]) -> Interval | None:
    """The date of what happened when FRAME did: "ten were killed on Monday when jets struck a market"."""
    verb = frame.head if frame.pos == "v" else frame.helper
    if verb is None:
        return None
    first = tree.first_conjunct(verb)
    beside = [c for one in tree.conjuncts(first) for c in tree.children(one, "advcl") if _is_when(tree, c)]
    if _is_when(tree, verb):
        main = tree.tokens[verb].head
        beside += tree.conjuncts(tree.first_conjunct(main))
    heads = (at[other].head for other in beside if other in at)
    return next((dated[head] for head in heads if head in dated), None)


def _is_when(tree: Tree, verb: int) -> bool:
    """Whether VERB, in the past, tells what happened at the time of its main clause."""
    is_past = tree.tokens[verb].xpos in ("VBD", "VBN") and tree.is_label(verb, "advcl")
    return is_past and any(tree.lower(c) == "when" for c in tree.children(verb, "advmod", "mark"))


def _opens_clause(tree: Tree, time: TimeExpression, verb: int) -> bool:
    """Whether TIME stands before the subject of VERB: "On Monday, rebels stormed the base and burned it"."""
    subjects = tree.children(verb, "nsubj")
    return tree.is_verb(verb) and bool(subjects) and time.last < min(subjects)


def _find_followers(tree: Tree, verb: int, at: Mapping[int, Frame], served: Mapping[int, Frame]) -> Iterator[Frame]:
    """The events of the verbs coordinated with VERB that share its tense: "on Friday A fled and B followed"."""
    for other in tree.conjuncts(verb):
        is_same = tree.tokens[other].xpos == tree.tokens[verb].xpos and not tree.children(other, "aux")
        is_same = is_same and not tree.children(other, "nsubj")
        is_later = any(tree.lower(c) in _SEQUENCE for c in tree.children(other, "advmod"))
        if other != verb and not is_later and (is_same or (_is_past(tree, other) and _is_past(tree, verb))):
            frame = at.get(other) or served.get(other)
            if frame is not None:
                yield frame


def _is_past(tree: Tree, verb: int) -> bool:
    """Whether VERB, with a subject of its own, tells what happened: "stormed", "was burned"."""
    helpers = {tree.lower(c) for c in tree.children(verb, "aux", "cop")}
    is_done = tree.tokens[verb].xpos == "VBD" or bool(helpers & {"was", "were"})
    return is_done and helpers <= {"was", "were"} and bool(tree.children(verb, "nsubj"))


def _date_from_another(
    tree: Tree, time: TimeExpression, shift: int, at: Mapping[int, Frame], served: Mapping[int, Frame],
    lexicon: Lexicon, dated: dict[int, Interval],
) -> None:  # fmt: skip
    """Date what happened "two days after the attack" by the attack, and "two days later" by what was told before."""
    owner, _ = _owner(tree, time, at, served, lexicon)
    if _is_counted(tree, time):
        anchor = _counted_from(tree, time, at)
        if anchor is None:
            return
        base = dated.get(anchor.head) or _told_before(tree, time, dated, at, kind=anchor.kind)
        if owner is None or owner is anchor:
            owner = next(
                (at.get(i) or served.get(i) for i in tree.ancestors(anchor.head) if i in at or i in served), None
            )
    else:
        base = _told_before(tree, time, dated, at)
    day = None if base is None or base.begin is None or base.begin != base.end else base.begin
    if owner is not None and day is not None and len(day.text) == len("2013-06-25") and owner.head not in dated:
        moved = to_day(find_first_day(day) + timedelta(days=shift))
        dated[owner.head] = Interval(moved, moved)


def _is_counted(tree: Tree, time: TimeExpression) -> bool:
    return tree.lower(time.last) in _COUNTED


def _word_before(tree: Tree, time: TimeExpression) -> int:
    """The word before TIME and its preposition."""
    return time.first - 1 - (tree.tokens[time.first - 1].upos == "ADP" if time.first > 0 else 0)


def _counted_from(tree: Tree, time: TimeExpression, at: Mapping[int, Frame]) -> Frame | None:
    """What TIME is counted from: the event right after its "after" or "before", if the word governs it."""
    if not _is_counted(tree, time):
        return None
    for word in range(time.last + 1, tree.sentence(time.last).last + 1):
        if word in at:
            frame = at[word]
            markers = {tree.lower(c) for c in tree.children(frame.head, "case", "mark")}
            return frame if markers & _COUNTED or not tree.children(frame.head, "case", "mark") else None
        if tree.tokens[word].text in (",", ";"):
            return None
    return None


def _told_before(
    tree: Tree, time: TimeExpression, dated: Mapping[int, Interval], at: Mapping[int, Frame], *, kind: str | None = None
) -> Interval | None:
    """The date of the event, of KIND, that was told last before TIME, in its sentence or one of the two before."""
    here = tree.sentence(time.first).index
    before = [head for head in dated if head < time.first and here - tree.sentence(head).index <= _BACK]
    before = [head for head in before if kind is None or at[head].kind == kind]
    return dated[max(before)] if before else None


def _is_dateline(tree: Tree, time: TimeExpression) -> bool:
    """Whether TIME stands in the dateline that begins an article: it dates the report, not what is reported."""
    sentence = tree.sentence(time.first)
    end = find_dateline(tree.text, sentence.start, sentence.end)
    return end is not None and time.end <= end


def _owner(
    tree: Tree, time: TimeExpression, at: Mapping[int, Frame], served: Mapping[int, Frame], lexicon: Lexicon
) -> tuple[Frame | None, int | None]:
    """The event that TIME dates, and the verb through which it does."""
    current = head_of(tree, time.first, time.last)
    if _is_inside_name(tree, time, current, at) or _is_of_share(tree, current):
        return None, None
    root = (current, *tree.ancestors(current))[-1]
    if _closes_sentence(tree, time) and (root in at or root in served):
        return at.get(root) or served[root], root
    if (told := next((at[c] for c in tree.children(current, "nsubj") if c in at), None)) is not None:
        return told, None  # "the vote is on 4 March"
    for above in tree.ancestors(current):
        if _is_over(tree, time) and _is_aim(tree, above):
            continue
        if above in at:
            judged = _find_judged(tree, at[above], at)
            return (at[above], above) if judged is None else (judged, None)
        if (judged := _find_described(tree, time, above, at)) is not None:
            return judged, None
        phased = _find_phased(tree, above, at)
        if phased is not None:
            return phased, above
        if above in served:
            return served[above], above
        if tree.is_verb(above):
            if lexicon.is_reporting(tree.lemma(above)):
                return None, above
            for child in tree.children(above, "xcomp", "obj", "nsubj:pass"):
                is_open = (
                    lexicon.is_aspectual(tree.lemma(above)) or lexicon.find_embedder(tree.lemma(above), "v") is not None
                )
                if child in at and is_open:
                    return at[child], above
            return _find_shared(tree, time, above, at, served), above
    return None, None


def _find_shared(
    tree: Tree, time: TimeExpression, verb: int, at: Mapping[int, Frame], served: Mapping[int, Frame]
) -> Frame | None:
    """The event beside VERB, which is none, that TIME before both dates: "on Monday he was hit and killed"."""
    if time.last > verb or tree.is_label(verb, "conj"):
        return None
    for other in tree.conjuncts(verb):
        if other != verb and not tree.children(other, "nsubj", "obl:tmod"):
            frame = at.get(other) or served.get(other)
            return frame or next(
                (at[c] for c in tree.children(other, "obl") if c in at and tree.preposition(c) == "by"), None
            )
    return None


def _find_scheduled(tree: Tree, time: TimeExpression, at: Mapping[int, Frame]) -> Frame | None:
    """The election or gathering right before a TIME to come, or after "before": "ahead of elections due in May"."""
    word = time.first - 1
    while word > 0 and tree.lower(word) in _SET_FOR:
        word -= 1
    frame = at.get(word)
    if frame is None or frame.pos != "n" or frame.kind not in HELD | {"Election"}:
        return None
    is_next = time.first == word + 1 and tree.lower(time.first) == "next"
    is_due = any(tree.lower(i) in ("due", "scheduled", "planned") for i in range(word + 1, time.first))
    is_edge = frame.kind == "Election" and (tree.preposition(word) or "").removesuffix(" of") in ("before", "ahead")
    return frame if is_next or is_due or is_edge else None


def _is_over(tree: Tree, time: TimeExpression) -> bool:
    """Whether TIME is past by its own words: "two days ago", "last week", "yesterday"."""
    words = {tree.lower(i) for i in range(time.first, time.last + 1)}
    return bool(words & _PAST) and time.preposition not in ("since", "until", "by")


def _is_aim(tree: Tree, verb: int) -> bool:
    """Whether VERB tells what is done in the past for: "launched a push to retake Gao last week"."""
    is_aim = tree.tokens[verb].xpos == "VB" and tree.is_label(verb, "acl", "advcl") and "to" in tree.markers(verb)
    above = tree.head(verb) if is_aim else None
    if above is not None and tree.is_nominal(above):
        above = next((a for a in tree.ancestors(above) if tree.is_verb(a)), None)
    return above is not None and tree.tokens[above].xpos in ("VBD", "VBN")


def _find_described(tree: Tree, time: TimeExpression, noun: int, at: Mapping[int, Frame]) -> Frame | None:
    """The event that NOUN is said to be, TIME being told of it: "the attack was a crime on Sunday"."""
    is_told = (
        time.preposition in (None, "in", "on", "at") and tree.is_nominal(noun) and bool(tree.children(noun, "cop"))
    )
    is_told = is_told or tree.lower(noun) == "due"
    return next((at[c] for c in tree.children(noun, "nsubj") if c in at), None) if is_told else None


def _find_judged(tree: Tree, frame: Frame, at: Mapping[int, Frame]) -> Frame | None:
    """The event that FRAME judges in the present, whose the date is then: "condemns the attack on 3 March"."""
    if frame.kind not in ("Condemnation", "Praise") or tree.tokens[frame.head].xpos not in ("VBZ", "VBP"):
        return None
    return next((at[word] for word in frame.slots.get("obj", ()) if word in at), None)


def _is_inside_name(tree: Tree, time: TimeExpression, head: int, at: Mapping[int, Frame]) -> bool:
    """Whether TIME only tells which thing is meant, not when anything was: "the 9/11 plotters", "the Act of 2021"."""
    noun = tree.head(head)
    if noun is None or not tree.is_nominal(noun) or noun in at or time.first <= noun <= time.last:
        return False
    if time.preposition == "of":
        return tree.tokens[noun].upos == "PROPN" and noun < time.first
    is_plain = time.preposition is None and not tree.children(head, "case")
    return is_plain and time.last < noun and tree.is_label(head, "compound", "nummod", "amod", "nmod")


def _is_of_share(tree: Tree, i: int) -> bool:
    """Whether time I dates but some of those told of: "ten died, six on Monday and four on Tuesday"."""
    number = tree.head(i)
    return number is not None and is_share(tree, number)


def _closes_sentence(tree: Tree, time: TimeExpression) -> bool:
    """Whether TIME stands behind a comma at the end of its sentence, of which it tells the date: "in Gao, Dec. 10."."""
    last = tree.sentence(time.first).last
    is_last = time.last == last or (time.last == last - 1 and tree.tokens[last].upos == "PUNCT")
    is_apart = time.first > 0 and tree.tokens[time.first - 1].text == ","
    return is_last and is_apart and time.preposition is None and tree.head(time.first) is not None


def _find_phased(tree: Tree, word: int, at: Mapping[int, Frame]) -> Frame | None:
    """The event that begins, at noun or verb WORD: "the start of the siege", "the siege, which began ..."."""
    if tree.lemma(word) in STARTS and not tree.is_verb(word):
        below = (c for c in tree.children(word, "nmod") if tree.preposition(c) == "of")
        return next((at[c] for c in below if c in at), None)
    if tree.lemma(word) in STARTING | _ERUPTING and tree.is_label(word, "acl:relcl") and word not in at:
        return at.get(tree.tokens[word].head)
    return None


def _to_interval(tree: Tree, time: TimeExpression, verb: int | None, frame: Frame, lexicon: Lexicon) -> Interval:
    """The stretch of TIME; what begins then has no end told, what ends then no beginning."""
    if time.preposition == "since":
        return Interval(time.begin, None)
    if time.preposition in ("until", "till", "by"):
        return Interval(None, time.finish)
    if verb is not None and (
        (tree.lemma(verb) in STARTING and lexicon.is_aspectual(tree.lemma(verb)))
        or (tree.lemma(verb) in STARTS and not tree.is_verb(verb))
        or (tree.is_verb(verb) and tree.lemma(verb) in _OPENING and _goes_on(tree, frame))
    ):
        return Interval(time.begin, None)
    return Interval(time.begin, time.finish)


def _goes_on(tree: Tree, frame: Frame) -> bool:
    """Whether the event of FRAME is one that lasts: a war, a siege, an offensive that someone launched."""
    return frame.pos == "n" and (frame.kind in ("Conflict", "Siege") or tree.lemma(frame.head) in _LASTING)


def _inherited(
    tree: Tree, frame: Frame, at: Mapping[int, Frame], served: Mapping[int, Frame], dated: Mapping[int, Interval]
) -> Interval | None:
    """The date of the clause that participle FRAME elaborates, or that it is coordinated with."""
    current = frame.helper if frame.helper is not None and tree.head(frame.head) == frame.helper else frame.head
    for _ in range(3):
        head = tree.head(current)
        if head is None or not tree.is_label(current, "advcl", "conj", "acl") or "to" in tree.markers(current):
            return None
        if tree.tokens[current].xpos != "VBG" and not tree.is_label(current, "conj"):
            return None
        if not {*tree.markers(current), *filter(None, [tree.preposition(current)])} <= _AT_ONCE:
            return None  # "today accused them of attacking a ship"
        above = at.get(head) or served.get(head)
        if above is not None and above.head in dated:
            return dated[above.head] if tree.tokens[current].xpos == "VBG" else None
        current = head
    return None
