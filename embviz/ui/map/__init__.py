"""The word map in a page: what it is sent, and what it says."""
