"""Words with one matrix, and the questions put to them: neighbours, analogies, formulas, search."""
