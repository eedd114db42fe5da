"""Loaded by pytest before anything else: the tests' environment."""

import os

os.environ["CAREERCOPILOT_ENV"] = "test"
