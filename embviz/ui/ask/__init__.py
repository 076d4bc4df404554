"""What the pages that ask share: fields for words, the frame that is asked, answers."""
