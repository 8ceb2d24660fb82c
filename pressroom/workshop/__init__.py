"""What a build stands on: cache, digests, files and workers. Knows no magazine."""
