"""Training of the language model that `kg.encoder` runs: corpora, network, recipe, export and scores (README.md)."""
