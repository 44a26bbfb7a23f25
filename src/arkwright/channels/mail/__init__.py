"""Mail: what a message says to a person, in words, with its check code."""
