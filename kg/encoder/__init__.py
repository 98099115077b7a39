"""The language model: word pieces and shapes go in, what a network says of each word comes out, well formed.

`pieces` prepares words, `model` runs the network (by onnxruntime), `decode` makes trees and names of its scores,
`scripts` lemmas, and `component` is the part of a spaCy pipeline that does all of it.
"""

import os
from typing import Final

# Its matrices are small: threads of BLAS would wait for one another and cost a second core (half the speed, measured).
# numpy reads this when it is first imported; whoever has set it, or imported numpy before, keeps what there is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROLES_KEY: Final = "kg.roles"
"""Where a Doc has its roles among its `user_data`: spaCy has no place of its own for them."""
