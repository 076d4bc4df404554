"""How good are vectors? Judged by what was planted in a sample, by people, or by analogies.

- `planted`: groups of words and analogies that were written into a sample text.
- `ratings`: pairs of words that people have rated for how similar they are.
- `questions`: files of analogies in sections, as Google's.
- `exams`: several of these at once.
- `association`: what lies nearer to what, by four lists of words.
- `comparison`: how two models differ, by word and as a whole (`cka`), and what of that is noise
  (`seed_noise`).

And what belongs together, where nobody has told: `clusters`. What a classifier makes of sentences
(`sorted_sentences`, `negation`) and of E (`class_neighbours`, `moved`), and what labels are worth
to it (`learning_curves`). What a setting is worth (`sweeps`), and how much of it all a seed decides
about (`agreement`, `ensembles`).
"""

from embviz.measures.association import Weat, weat
from embviz.measures.clusters import Clusters, find_clusters
from embviz.measures.comparison import Comparison, Ranked, compare
from embviz.measures.exams import Exam, Marks, examine
from embviz.measures.planted import (
    Analogy,
    Groups,
    analogy_accuracy,
    chance_precision,
    planted_precision,
)
from embviz.measures.published_lists import WeatLists, weat_lists, weat_tests
from embviz.measures.questions import (
    Questions,
    QuestionScores,
    SectionScore,
    answer_questions,
    read_questions,
)
from embviz.measures.ratings import Correlation, Rating, RatingScore, compare_ratings, read_ratings
from embviz.measures.sample_lists import SampleTest, weat_sample_tests

__all__ = [
    "Analogy",
    "Clusters",
    "Comparison",
    "Correlation",
    "Exam",
    "Groups",
    "Marks",
    "QuestionScores",
    "Questions",
    "Ranked",
    "Rating",
    "RatingScore",
    "SampleTest",
    "SectionScore",
    "Weat",
    "WeatLists",
    "analogy_accuracy",
    "answer_questions",
    "chance_precision",
    "compare",
    "compare_ratings",
    "examine",
    "find_clusters",
    "planted_precision",
    "read_questions",
    "read_ratings",
    "weat",
    "weat_lists",
    "weat_sample_tests",
    "weat_tests",
]
