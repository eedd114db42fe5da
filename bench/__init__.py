"""Benchmarks: each part of the product beside what it is measured against, interleaved in one run on the same data."""
