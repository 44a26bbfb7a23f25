"""Finding products by words: the index of what is on sale, kept in step with the catalogue, and the search that shop and app share."""
