"""`manage.py prepare_skills`: encodes the names of the taxonomy's hard skills once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from careercopilot.encoder import EncoderMissing, get_encoder, home_folder
from matching.ml.space import prepare_label_vectors, skill_space


class Command(BaseCommand):
    """Writes one file below CAREERCOPILOT_HOME/encoder; does nothing when it is there."""

    help = "Encode the names of all hard skills (some ten seconds, once for each encoder and taxonomy version)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the file; raises CommandError when the encoder is not prepared."""
        try:
            encoder = get_encoder()
        except EncoderMissing as error:
            raise CommandError(str(error)) from error
        path = prepare_label_vectors(home_folder() / "encoder", encoder, skill_space())
        self.stdout.write(f"Skill names ready in {path}")
