"""What the tree and the neighbours of a word tell about a time: whether it is one, and whether its verb looks ahead."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from kg.extract.calendar import Direction
from kg.extract.timelexicon import load_time_lexicon
from kg.model import Token

_CLIMB: Final = 8
"""Words up to which a time is followed."""


class TokenTree:
    """The tokens with their tree, asked by characters."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        self._text = text
        self._tokens = sorted(tokens, key=lambda token: token.start)
        self._starts = [token.start for token in self._tokens]
        self._ends = [token.end for token in self._tokens]
        self._by_index = {token.i: token for token in self._tokens}
        self._children: dict[int, list[Token]] = {}
        for token in self._tokens:
            if token.head != token.i:
                self._children.setdefault(token.head, []).append(token)
        self.start = self._tokens[0].start
        self.end = self._tokens[-1].end

    def find_tokens(self, start: int, end: int) -> list[Token]:
        """The tokens that share a character with the stretch from START to END."""
        low, high = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return self._tokens[low:high]

    def find_root(self, start: int, end: int) -> Token | None:
        """The token whose head lies outside."""
        inside = self.find_tokens(start, end)
        indices = {token.i for token in inside}
        roots = [token for token in inside if token.head == token.i or token.head not in indices]
        return next((token for token in roots if token.dep not in ("det", "punct", "case")), None)

    def text_after(self, end: int, words: str) -> bool:
        """Whether WORDS follow."""
        return self._text.startswith(words, end)

    def get_upos(self, start: int) -> str:
        """The part of speech of the token at START."""
        inside = self.find_tokens(start, start + 1)
        return inside[0].upos if inside else ""

    def find_noun_above(self, start: int, end: int) -> Token | None:
        """The noun after the stretch to which it belongs, as in "the 2014 war"."""
        root = self.find_root(start, end)
        head = self._by_index.get(root.head) if root else None
        if root is None or head is None or head.start < end:
            return None
        return head if root.dep.split(":")[0] in ("nmod", "compound", "nummod", "amod", "poss", "flat") else None

    def find_unit(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the noun or aside that alone the time is told of: "the 2014 war", "who fled in 2014"."""
        token = self.find_root(start, end)
        for _ in range(_CLIMB):
            head = self._by_index.get(token.head) if token is not None else None
            if token is None or head is None or head is token:
                return None
            if token.dep in ("acl:relcl", "acl", "appos"):
                return self._stretch_of(token)
            if token.dep.startswith("nmod") and not self._is_told_of(head):
                return self._stretch_of(head)
            if token.dep in ("compound", "nummod", "amod") and head.dep not in ("obj", "root", "nsubj:pass"):
                return self._stretch_of(head)
            token = head
        return None

    def is_fronted(self, start: int, end: int) -> bool:
        """Whether the stretch comes before what it is told of, or nothing is known of that."""
        root = self.find_root(start, end)
        head = self._by_index.get(root.head) if root is not None else None
        return head is None or head is root or head.start > end

    def is_until_now(self, start: int, end: int) -> bool:
        """Whether the verb above the stretch tells what has gone on until now: "has been in jail since May"."""
        token = self.find_root(start, end)
        for _ in range(_CLIMB):
            if token is None or token.upos == "VERB":
                break
            token = self._by_index.get(token.head)
        helpers = self._children.get(token.i, ()) if token is not None else ()
        return any(c.dep.startswith("aux") and c.text.lower() in ("has", "have", "'ve", "’ve") for c in helpers)

    def _is_told_of(self, noun: Token) -> bool:
        """Whether the clause of NOUN tells of it, or counts from it: "made peace in May", "after a truce in May"."""
        cases = {c.text.lower() for c in self._children.get(noun.i, ()) if c.dep == "case"}
        is_counted = noun.dep == "obl" and bool(cases & {"after", "before", "until", "till", "following"})
        return noun.dep in ("obj", "root", "nsubj:pass") or is_counted

    def _stretch_of(self, token: Token) -> tuple[int, int]:
        """From the first to the last character of all that hangs from TOKEN."""
        inside, waiting = {token.i: token}, [token]
        while waiting:
            found = [c for c in self._children.get(waiting.pop().i, ()) if c.i not in inside]
            inside |= {child.i: child for child in found}
            waiting += found
        return min(t.start for t in inside.values()), max(t.end for t in inside.values())

    def counts_something(self, start: int, end: int) -> bool:
        """Whether the last number of the stretch says how many of the things that follow."""
        inside = self.find_tokens(start, end)
        last = inside[-1] if inside else None
        head = self._by_index.get(last.head) if last else None
        return bool(last and head and last.dep == "nummod" and head.start >= end and head.xpos in ("NNS", "NNPS"))

    def is_part_of_name(self, start: int, end: int) -> bool:
        """Whether the word is tied into a name, as in "Sunday Igboho" or "August Wilson"."""
        inside = self.find_tokens(start, end)
        for token in inside:
            head = self._by_index.get(token.head)
            if token.dep in ("flat", "compound") and head and head.upos == "PROPN" and head not in inside:
                tables = load_time_lexicon().tables
                return head.text.lower() not in {*tables.months, *tables.weekdays, *tables.units, "morning", "evening"}
            if any(child.dep == "flat" and child.upos == "PROPN" for child in self._children.get(token.i, ())):
                return True
        return False

    def find_lemma_above(self, token: Token) -> str:
        """The lemma of the head of TOKEN."""
        return self._by_index[token.head].lemma if token.head in self._by_index else ""

    def is_under_noun(self, start: int, end: int) -> bool:
        """Whether the stretch qualifies a noun before it: "a video from Friday", but not "a truce from Friday"."""
        root = self.find_root(start, end)
        is_state = root is not None and self.find_lemma_above(root) in load_time_lexicon().words["lasting_states"]
        return bool(root and root.dep.startswith("nmod") and not is_state)

    def find_direction(self, start: int, end: int) -> Direction | None:
        """Whether the verb above the stretch looks back or ahead."""
        token = self.find_root(start, end)
        words = load_time_lexicon().words
        before = {c.lemma for t in self.find_tokens(start, end) for c in self._children.get(t.i, ())}
        for _ in range(6):
            if token is None:
                return None
            if token.lemma in words["aftermath_nouns"]:
                return "past"
            if before & {"from", "until"} and self._is_set_up(token, words):
                return "future"
            if token.upos in ("VERB", "AUX") or token.lemma in words["scheduled_states"]:
                ahead = (
                    "future"
                    if "for" in before and token.lemma in words["scheduled_states"]
                    else self._look_from(token, words)
                )
                if ahead or token.dep not in ("conj", "xcomp", "ccomp", "advcl", "acl"):
                    return ahead
            if {"due", "be"} <= {child.lemma for child in self._children.get(token.i, ())}:
                return "future"
            head = self._by_index.get(token.head)
            token = None if head is token else head
        return None

    def _is_set_up(self, token: Token, words: Mapping[str, frozenset[str]]) -> bool:
        """Whether the time below TOKEN is that of a state which is only agreed or ordered: "a truce from Friday"."""
        verb = self._by_index.get(token.head) if token.lemma in words["lasting_states"] else token
        if verb is None or verb.lemma not in words["setting_verbs"]:
            return False
        return verb is not token or any(c.lemma in words["lasting_states"] for c in self._children.get(verb.i, ()))

    def _look_from(self, verb: Token, words: Mapping[str, frozenset[str]]) -> Direction | None:
        children = self._children.get(verb.i, [])
        helpers = [child for child in children if child.dep.startswith("aux") or child.dep == "cop"]
        have = any(child.lemma == "have" for child in helpers)
        if any(child.lemma.lower() in words["future_auxiliaries"] for child in helpers) and not have:
            return "future"
        head = self._by_index.get(verb.head)
        marks = [child for child in children if child.xpos == "TO" or (child.lemma == "to" and child.upos == "PART")]
        if marks:
            is_to = any(child.lemma == "be" and child.start < marks[0].start for child in helpers)
            if is_to and have:  # "were to have met on Monday"
                return "past"
            is_to = is_to or any(child.text.lower() == "due" for child in children)
            if is_to or (head and head is not verb and head.lemma.lower() in words["future_words"]):
                return "future"
            return None
        if verb.xpos in ("VBZ", "VBP") and any(child.lemma == "forward" for child in children):  # "look forward to"
            return "future"
        if verb.text.lower() == "due":
            return "future"
        if verb.lemma.lower() in words["scheduled_states"] and any(child.lemma == "be" for child in children):
            return "future"
        if verb.xpos == "VBG" and any(child.lemma == "be" and child.xpos in ("VBZ", "VBP") for child in helpers):
            return "future"
        if verb.xpos in ("VBZ", "VBP") and verb.lemma.lower() in words["scheduled_verbs"]:
            return "future"
        return "past" if verb.xpos in ("VBD", "VBN") or have else None


def is_time(match: re.Match[str], reader: str, text: str, tree: TokenTree) -> bool:
    """Whether the words of MATCH, found by the pattern of READER, tell a time where they stand."""
    words = load_time_lexicon().words
    before = re.findall(r"[^\s(\[\"“]+", text[max(0, match.start() - 40) : match.start()].split("\n")[-1])
    previous = before[-1].rstrip(".,:;").lower() if before else ""
    after = re.match(r"\s?([\w.’'-]+)", text[match.end() : match.end() + 40])
    following = after[1] if after else ""
    if reader == "weekday":
        return _is_weekday(match, before[-1] if before else "", following, words, tree)
    if reader in ("date", "days", "month"):
        return _is_month(match, reader, (previous, following), words, tree)
    if reader in ("year", "years"):
        return _is_year(match, (previous, following), text, tree)
    if reader == "period":
        is_edge = following == "of" and match.groupdict().get("the")
        return not is_edge and (match.groupdict().get("det") or "").lower() != "previous"
    if reader == "in_future":
        return "ahead" in match.groupdict() or tree.find_direction(match.start(), match.end()) == "future"
    if reader == "rolling":
        is_verb = match["way"].lower() == "last" and tree.get_upos(match.start("way")) == "VERB"
        return not is_verb  # "will last three months"
    if reader == "ago":
        return previous not in ("half", "]", "quarter")
    if reader == "season":
        return previous != "arab"
    if reader == "set" and match.groupdict().get("adverb"):
        return match[0].islower()
    if reader == "duration" and (match.groupdict().get("num") or "").lower() in ("a", "an", "one"):
        return (
            previous in ("for", "within", "in", "lasted", "about", "after", "least", "nearly", "than")
            or "-" in match[0]
        )
    return True


def _is_weekday(
    match: re.Match[str], previous: str, following: str, words: Mapping[str, frozenset[str]], tree: TokenTree
) -> bool:
    name = match["weekday"]
    if len(name) < 6 or previous.capitalize() in words["names_before"] or following in words["names_after"]:
        return False
    if previous in ("a", "any", "A", "one") or tree.text_after(match.end(), " the 13th"):
        return False
    return not tree.is_part_of_name(match.start("weekday"), match.end("weekday"))


def _is_month(
    match: re.Match[str], reader: str, around: tuple[str, str], words: Mapping[str, frozenset[str]], tree: TokenTree
) -> bool:
    groups, (previous, following) = match.groupdict(), around
    name = match["month"]
    ambiguous = name.lower() in words["ambiguous_months"]
    if ambiguous and not name[0].isupper():
        return False
    if reader != "month":
        return bool(groups.get("year")) or not tree.counts_something(match.start(), match.end())
    if groups.get("year") or groups.get("part"):
        return True
    if tree.get_upos(match.start("month")) in ("VERB", "AUX"):
        return False
    if tree.is_part_of_name(match.start("month"), match.end("month")):
        return False
    cued = previous in words["month_cues"] or bool(groups.get("det")) or following in ("last", "this", "next")
    cued = cued or (following[:1] in "-–" and following != "")
    noun = tree.find_noun_above(match.start(), match.end())
    determined = match[0].lower().startswith("the")
    cued = cued or (determined and noun is not None and noun.upos == "NOUN")
    return cued or not (ambiguous or (len(name) < 5 and name.lower() not in ("june", "july")))


def _is_year(match: re.Match[str], around: tuple[str, str], text: str, tree: TokenTree) -> bool:
    """Whether a number of four digits is a year: those before 1900 need a sign, such as "in" or a bracket."""
    groups, year, (previous, following) = match.groupdict(), int(match["year"]), around
    words = load_time_lexicon().words
    if groups.get("named") or groups.get("part"):
        return True
    last, next_ = text[: match.start()].rstrip()[-1:], text[match.end() : match.end() + 2].strip()[:1]
    if previous in words["numbered"] or following.lower().rstrip(".,") in words["measures"] or next_ == "+":
        return False
    determined = match[0].lower().startswith("the") or previous in words["determiners"] or previous.endswith("'s")
    if 1900 <= year < 2060:
        return determined or year % 50 != 0 or not tree.counts_something(match.start(), match.end())
    if tree.counts_something(match.start(), match.end()):
        return False
    noun = tree.find_noun_above(match.start(), match.end())
    listed = last in "(–—" or (last == "," and next_ in ("", ".", ")", ";", ","))
    return previous in words["year_cues"] or listed or (determined and noun is not None and year % 100 != 0)
