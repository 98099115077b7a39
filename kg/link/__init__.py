"""Links from the things of a graph to what other datasets call them, with evidence, and an honest "no match".

Entities are linked to catalogues (`catalogue`: the packaged gazetteer; `userdata`, `reconcile`, `endpoint`: the
user's), events to rows of event datasets (`events`), and to those of other articles that may be the same (`reports`).
What comes out is a linkset (`linkset`, `sssom`), never a statement of identity that a reasoner would multiply.
"""
