"""Start magazines, issues and articles: a name in, files that build out."""
