"""Training of the ranker for programs of staff: POST train/trigger and GET train/status."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from accounts.api import ApiRequest, ApiTokenAuth
from accounts.models import ApiToken
from matching.api.refusals import REFUSALS
from matching.api.schemas import TrainStatus, TrainTrigger
from matching.services import training

router = Router(tags=["train"])
STAFF = ApiTokenAuth(ApiToken.Scope.TRAIN_ADMIN)


@router.post(
    "trigger",
    auth=STAFF,
    response={202: TrainStatus, **REFUSALS},
    url_name="train_trigger",
    operation_id="train_trigger",
    summary="Start a training",
)
def train_trigger(request: ApiRequest, ask: TrainTrigger) -> Status[training.TrainingStatus]:
    """Queues one training for the installation; while one waits or works, that one is told of. 409 when it is too early."""
    training.trigger(request.user, force=ask.force)
    return Status(202, training.status())


@router.get(
    "status",
    auth=STAFF,
    response={200: TrainStatus, **REFUSALS},
    url_name="train_status",
    operation_id="train_status",
    summary="How training stands",
)
def train_status(request: HttpRequest) -> training.TrainingStatus:
    """The last training and what scores now."""
    return training.status()
