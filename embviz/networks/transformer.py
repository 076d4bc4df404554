"""The network of GPT and BERT: rows of E, blocks of attention and MLP, and E once more.

    x⁰ = E[w] + P                                                                            (1)
    a = x + attention(norm(x)),        x' = a + MLP(norm(a))          in each block          (2)
    logits = norm(xᴸ) Eᵀ + b                                                                 (3)

With norms before, not after (Xiong et al. 2020, https://arxiv.org/abs/2002.04745): such small
networks then train at a high rate from the start. GPT and BERT differ in who may look where: a
causal one guesses the next word from those before, one that is not guesses words that are masked.

What can be looked at, by name: `row` (rows of E), `layer0` (1), `layer1` … `layerL` (after each
block, the last one after its norm; without blocks, `normed` is (1) after it), and attention's
weights, `block0.attention` ….
"""

from dataclasses import dataclass

from embviz.networks.attention import attention
from embviz.networks.dense import layer_norm, mlp
from embviz.networks.embedding import embedding, picked, positions, unembedding
from embviz.networks.layer import Layer, chain, residual, shown

MLP_WIDTH = 4
"""Hidden numbers of an MLP for each number of a vector."""


@dataclass(frozen=True)
class Size:
    """How large a network is.

    Attributes:
        V: Words.
        d: Numbers in a vector.
        layers: Blocks.
        heads: Of each attention; they divide d.
        context: Places of a sentence at most.
    """

    V: int
    d: int
    layers: int
    heads: int
    context: int


E, MARK = "E", "mark"
"""The words' rows, (V, d), and that of the one sign that is no word, (1, d): the end of a sentence
in GPT, the mask in BERT. Its id is V."""


def transformer(size: Size, *, causal: bool, guesses_mark: bool) -> Layer:
    """Formulas (1) to (3): ids (B, T) to logits (n, V), or (n, V + 1) if the mark is guessed."""
    d, last = size.d, size.layers
    table, rows = (E, MARK), (size.V, 1)
    blocks = []
    for i in range(last):
        blocks.append(block(f"block{i}", d, size.heads, causal=causal))
        if i + 1 < last:
            blocks.append(shown(f"layer{i + 1}"))
    guessed = 2 if guesses_mark else 1
    return chain(
        embedding(table, rows, d),
        shown("row"),
        positions("positions", size.context, d),
        shown("layer0"),
        *blocks,
        layer_norm("norm", d),
        shown(f"layer{last}" if last else "normed"),
        picked(d),
        unembedding(table[:guessed], rows[:guessed], d, "bias"),
    )


def block(name: str, d: int, heads: int, *, causal: bool = False, wide: int = MLP_WIDTH) -> Layer:
    """Formulas (2): (B, T, d) to (B, T, d); its MLP has `wide` hidden numbers for each of d."""
    return chain(
        residual(
            layer_norm(f"{name}.norm1", d),
            attention(f"{name}.attention", d, heads, causal=causal),
        ),
        residual(layer_norm(f"{name}.norm2", d), mlp(f"{name}.mlp", d, wide * d)),
    )
