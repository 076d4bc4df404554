"""What happens inside one step: from a sentence of the text to the numbers that change.

sentence    which pairs of words a sentence gives: what was skipped, how far windows reach
step        one pair against its negatives: scores, losses, gradients, rows before and after
schemes     which rows take part in a step, model by model
pieces      the n-grams whose mean is a word, in fastText
cell        one cell of GloVe: how often two words meet, and its step
plane       the two directions in which the rows of a step differ most
negatives   where negatives come from
softmax     the full softmax beside negative sampling: results, costs, measured times
parameters  what training learns: matrices, rows of pieces, biases
matrices    E and U of one moment: which rows are alike, which words go together, the narrow cone

The gradient is the trainers' own (`models._gradient`), in double precision. Nothing here is
trained: steps are taken on copies of the few rows that they change.
"""
