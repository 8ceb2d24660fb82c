"""The tests: a folder for each room of the package, and ``support`` for what they share.

``house`` looks after the repository itself, ``layouts`` after the designs, ``benchmarks`` after the benchmarks;
``issues`` holds the issues that are built, looked at or broken.
"""
