"""Pictures for papers: the map of one moment as SVG or PDF, without a browser.

`plate` makes a list of shapes of positions, as the painter in the browser does (`assets/map`), with
the same colours; `svg` and `pdf` write such a list. Labels are text.
"""
