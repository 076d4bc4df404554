"""What a network makes of sentences: the vectors of a word in each of them, and guesses.

- `reading`: sentences through the network that a film kept, at any frame.
- `occurrences`: the vectors of one word, wherever it stands.
- `senses`: how well these vectors tell the senses of a word apart.
- `guesses`: the next word, a masked word, a sentence.
- `entropies`: what counting words and pairs comes to, to compare a loss with.
- `merged`: two words made one, so that its senses are known.
"""
