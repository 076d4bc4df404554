"""What happens inside one step: from a sentence of the text to the numbers that change.

sentence         which pairs of words a sentence gives: what was skipped, how far windows reach
lessons          what there is to tell of each model's step, one record a model
step             one pair against its negatives: scores, losses, gradients, rows before and after
pieces           the n-grams whose mean is a word, in fastText
cell             one cell of GloVe: how often two words meet, and its step
plane            the two directions that hold most of the rows of a step
drawn_negatives  where negatives come from
softmax_scores   the full softmax beside negative sampling: results, costs, measured times
parameters       what training learns: matrices, rows of pieces, biases
matrices         E and U of one moment: which rows are alike, which go together, the narrow cone

The gradient is the trainers' own (`models.shared.gradient`), in double precision. Nothing here is
trained: steps are taken on copies of the few rows that they change.
"""
