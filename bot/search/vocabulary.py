"""Terms and their numbers: what indexes are made of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Terms = Mapping[str, float]
Coded = tuple[NDArray[np.int32], NDArray[np.float32]]  # the numbers of a text's terms in a Vocabulary, each once, and their weights


class Vocabulary(dict[str, int]):
    """Terms by number, counted as they come; asked with `get`, it takes in nothing new."""

    def __missing__(self, term: str) -> int:
        return self.setdefault(term, len(self))

    def code(self, terms: Terms) -> Coded:
        size = len(terms)
        return np.fromiter(map(self.__getitem__, terms), np.int32, size), np.fromiter(terms.values(), np.float32, size)
