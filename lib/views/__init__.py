"""From a page's state to its exhibits: queries, words and figures brought together."""
