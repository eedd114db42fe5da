"""The matching app's part of the JSON API."""

from matching.api.match import router as match_router
from matching.api.train import router as train_router

__all__ = ["match_router", "train_router"]
