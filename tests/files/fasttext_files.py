"""Files of the program fastText, written and answered letter by letter, as its sources do."""

import struct
from dataclasses import dataclass, field

import numpy as np

MAGIC = 793712314
WORDS = ("</s>", "good", "хорошо", "kingly")


def hash_of(piece):
    h = 2166136261
    for byte in piece.encode():
        h ^= (byte - 256 if byte > 127 else byte) & 0xFFFFFFFF
        h = h * 16777619 % 2**32
    return h


def pieces_of(word, low, high):
    """`computeSubwords`: n-grams of a word in brackets, but single brackets."""
    word = f"<{word}>"
    for i in range(len(word)):
        for n in range(max(low, 1), high + 1):
            piece = word[i : i + n]
            if len(piece) == n and not (n == 1 and (i == 0 or i + n == len(word))):
                yield piece


@dataclass
class Model:
    """One model; `data` is its file, `vector` what the program would print."""

    version: int | None = 12  # None: before the magic number; 0: without it only
    model: int = 2  # 3: a classifier
    d: int = 7
    min_n: int = 2
    max_n: int = 4
    bucket: int = 300
    words: tuple = WORDS
    labels: tuple = ()
    part: int = 0  # numbers of a part; 0: not quantised
    norms: bool = False
    kept: tuple | None = None  # buckets that were not pruned, in the order of their rows
    Z: np.ndarray = field(init=False)

    def __post_init__(self):
        rng = np.random.default_rng(5)
        rows = len(self.words) + (self.bucket if self.kept is None else len(self.kept))
        if not self.part:
            self.Z = rng.standard_normal((rows, self.d)).astype("<f4")
            return
        self.cuts = range(0, self.d, self.part)
        self.codes = rng.integers(0, 256, (rows, len(self.cuts)))
        widths = [min(self.part, self.d - cut) for cut in self.cuts]
        self.centroids = [rng.standard_normal((256, width)).astype("<f4") for width in widths]
        self.lengths = rng.integers(0, 256, rows)
        self.scale = rng.random(256).astype("<f4") + np.float32(0.5)
        self.Z = np.array([self.row(i) for i in range(rows)])

    def row(self, i):
        row = np.concatenate([c[code] for c, code in zip(self.centroids, self.codes[i])])  # noqa: B905
        return row * self.scale[self.lengths[i]] if self.norms else row

    @property
    def data(self):
        head = b"" if not self.version else struct.pack("<2i", MAGIC, self.version)
        settings = (self.d, 5, 5, 1, 5, 1, 2, self.model, self.bucket, self.min_n, self.max_n, 100)
        entries = [*((w, 0) for w in self.words), *((w, 1) for w in self.labels)]
        pruned = -1 if self.kept is None else len(self.kept)
        return b"".join(
            [
                head + struct.pack("<12id", *settings, 1e-4),
                struct.pack("<3iq", len(entries), len(self.words), len(self.labels), 1000),
                b"" if self.version is None else struct.pack("<q", pruned),
                *(w.encode() + b"\0" + struct.pack("<qb", 10, kind) for w, kind in entries),
                *(struct.pack("<2i", bucket, i) for i, bucket in enumerate(self.kept or ())),
                b"" if self.version is None else struct.pack("<?", self.part > 0),
                self._matrix(),
                struct.pack("<?qq", False, 1, self.d) + bytes(4 * self.d),
            ]
        )

    def _matrix(self):
        rows, d = self.Z.shape
        if not self.part:
            return struct.pack("<2q", rows, d) + self.Z.tobytes()
        parts = len(self.cuts)
        last = d - (parts - 1) * self.part
        whole = struct.pack("<?qqi", self.norms, rows, d, rows * parts)
        whole += self.codes.astype("u1").tobytes() + struct.pack("<4i", d, parts, self.part, last)
        whole += b"".join(each.tobytes() for each in self.centroids)
        if self.norms:
            whole += self.lengths.astype("u1").tobytes() + struct.pack("<4i", 1, 1, 1, 1)
            whole += self.scale.tobytes()
        return whole

    def vector(self, word):
        """The mean of a word's row and those of its n-grams; None if it has none of them."""
        rows = [self.words.index(word)] if word in self.words else []
        low, high = self.min_n, self.max_n
        if self.model == 3 and (self.version or 0) <= 11:
            high = 0
        for piece in pieces_of(word, low, high) if word != "</s>" else ():
            bucket = hash_of(piece) % self.bucket
            if self.kept is None:
                rows.append(len(self.words) + bucket)
            elif bucket in self.kept:
                rows.append(len(self.words) + self.kept.index(bucket))
        return self.Z[rows].mean(axis=0) if rows else None


KEPT = tuple(np.random.default_rng(1).permutation(300)[:90].tolist())

MODELS = {
    "words": Model(),
    "a classifier": Model(model=3, labels=("__label__a", "__label__b")),
    "a classifier of version 11": Model(version=11, model=3, labels=("__label__a",)),
    "a classifier without n-grams": Model(model=3, bucket=0, min_n=0, max_n=0),
    "version 11": Model(version=11),
    "before the magic number": Model(version=None),
    "without the magic number": Model(version=0),
    "an old classifier": Model(version=None, model=3, labels=("__label__a",)),
    "quantised": Model(model=3, part=2),
    "quantised, last part as long": Model(part=7),
    "quantised, with lengths": Model(part=3, norms=True),
    "pruned": Model(model=3, part=2, norms=True, kept=KEPT),
    "all n-grams pruned": Model(model=3, part=2, kept=()),
}
