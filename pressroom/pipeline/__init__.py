"""The whole way from sources to editions, a module for each stage."""
