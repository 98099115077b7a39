"""Scores of predicted against gold annotation, on the same words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.training.sample import Name, Sample

Span = tuple[int, int]
ROLES: dict[str, tuple[str, ...]] = {"roles": (), "ARG0": ("ARG0",), "ARG1": ("ARG1",)}


@dataclass(slots=True)
class Measures:
    """Counts from which the scores are made; add samples, then read `table`."""

    words: int = 0
    right: Counter[str] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    frames: Counter[str] = field(default_factory=Counter)
    roles: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, gold: Sample, found: Sample) -> None:
        """Count a sample."""
        if gold.heads:
            self.add_words(gold, found)
        if gold.has_names:
            self.add_names(gold, found)
        if gold.frames:
            self.add_roles(gold, found)

    def add_roles(self, gold: Sample, found: Sample) -> None:
        """Count predicates (if told) and the heads of arguments with their roles, where the sentence was annotated."""
        for is_gold, is_found in zip(gold.frames, found.frames, strict=False):
            if is_gold >= 0:
                self.frames.update(right=is_gold & is_found, gold=is_gold, found=is_found)
        real = set(gold.roles)
        seen = {(predicate, word, role) for predicate, word, role in found.roles if gold.frames[predicate] >= 0}
        for kind, roles in (("gold", real), ("found", seen), ("right", real & seen)):
            self.roles.update((kind, role) for _, _, role in roles)

    def add_words(self, gold: Sample, found: Sample) -> None:
        """Count the layers that have a value a word."""
        self.words += len(gold.words)
        for i, tag in enumerate(gold.tags):
            upos, _, feats = tag.partition("|")
            found_upos, _, found_feats = found.tags[i].partition("|")
            arc = gold.heads[i] == found.heads[i]
            self.right["UPOS"] += upos == found_upos
            self.right["feats"] += feats == found_feats
            self.right["XPOS"] += gold.xpos[i] == found.xpos[i]
            self.right["lemma"] += gold.lemmas[i] in (found.lemmas[i], "_")
            self.right["UAS"] += arc
            self.right["LAS"] += arc and gold.deps[i] == found.deps[i]
        a, b = set(gold.starts), set(found.starts)
        self.starts.update(right=len(a & b), gold=len(a), found=len(b))

    def add_names(self, gold: Sample, found: Sample) -> None:
        """Count names: exact span and label; those found in words of which nothing is known do not count."""
        unknown = set(gold.unknown)
        real = set(gold.names)
        seen = {name for name in found.names if not unknown.intersection(range(name[0], name[1]))}
        for kind, names in (("gold", real), ("found", seen), ("right", real & seen)):
            self.names.update((kind, label) for _, _, label in names)
        spans, seen_spans = bare(real), bare(seen)
        self.names.update({("gold", "span"): len(spans), ("found", "span"): len(seen_spans)})
        self.names["right", "span"] += len(spans & seen_spans)

    def name_score(self, label: str | None = None) -> float:
        """Give the F score of a label, of all, or of the spans alone."""

        def count(kind: str) -> int:
            return sum(
                n for (k, key), n in self.names.items() if k == kind and (key == label or (not label and key != "span"))
            )

        return 200 * count("right") / max(1, count("gold") + count("found"))

    def table(self) -> dict[str, float]:
        """Give the scores, in per cent."""
        scores: dict[str, float] = {}
        if self.words:
            order = ("UPOS", "feats", "XPOS", "lemma", "UAS", "LAS")
            scores |= {key: 100 * self.right[key] / self.words for key in order}
            scores["sents"] = 200 * self.starts["right"] / max(1, self.starts["gold"] + self.starts["found"])
        if self.names:
            scores |= {"names": self.name_score(), "spans": self.name_score("span")}
        if self.frames:
            scores["frames"] = 200 * self.frames["right"] / max(1, self.frames["gold"] + self.frames["found"])
        if any(kind == "found" for kind, _ in self.roles):
            scores |= {name: self.role_score(*roles) for name, roles in ROLES.items()}
        return scores

    def role_score(self, *roles: str) -> float:
        """Give the F score of some roles, or of all."""
        counts = Counter[str]()
        for (kind, role), number in self.roles.items():
            if not roles or role in roles:
                counts[kind] += number
        return 200 * counts["right"] / max(1, counts["gold"] + counts["found"])


def bare(names: set[Name]) -> set[Span]:
    """Give the spans of names without labels."""
    return {(first, end) for first, end, _ in names}
