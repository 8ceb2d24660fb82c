"""Benchmarks: what Pressroom is measured against, and how to do it again."""
