"""Where the bundled texts come from: tables of words, patterns of sentences, and chance.

    grammar.py     the engine: how tables and patterns become sentences
    kingdom.py     the words and patterns of *kingdom*, and its answers
    tsarstvo.py    those of *царство*
    bank.py        those of *bank*
    klyuch.py      those of *ключ*
    two_senses.py  what these two share: topics, and words that belong to two of them
    tiny.py        those of *tiny*

and tables of sentences with a class each:

    subjects.py    the words and patterns of *topics*
    temy.py        those of *темы*
    sentiment.py   those of *sentiment*
    otzyvy.py      those of *отзывы*
    topic_sentences.py, reviews.py    what the first two share, and what the last two do

    python -m embviz.text.sample_grammar            writes sample_data/ anew

The app reads the files; it needs nothing from here.
"""
