"""Mail of a development set-up: printed on the console, and kept for the page /dev/mail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.utils import timezone

from careercopilot.env import env_str

KEPT = 50


def mail_folder() -> Path:
    """Where development mail lies, newest file name last."""
    return Path(env_str("CAREERCOPILOT_MAIL", str(settings.DATA_HOME / "mail")))


class EmailBackend(ConsoleBackend):
    """Prints each message and keeps the last 50."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = mail_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            at = timezone.now()
            kept = {"to": message.to, "subject": str(message.subject), "body": str(message.body), "at": at.isoformat()}
            (folder / f"{at:%Y%m%d%H%M%S%f}.json").write_text(json.dumps(kept), encoding="utf-8")
        for old in sorted(folder.glob("*.json"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return super().send_messages(email_messages) or len(email_messages)


def kept_mail() -> list[dict[str, Any]]:
    """The kept messages, newest first: to, subject, body, at."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(mail_folder().glob("*.json"), reverse=True)]
