"""The language model: word pieces and shapes go in, what a network says of each word comes out, well formed.

`pieces` prepares words, `model` runs the network (by onnxruntime), `decode` makes trees and names of its scores,
`scripts` lemmas, and `component` is the part of a spaCy pipeline that does all of it.
"""
