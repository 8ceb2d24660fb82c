"""Languages: a tag in; the words that Pressroom writes in it, its script, its dates and lists out."""
