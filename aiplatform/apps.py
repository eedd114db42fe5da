"""App configuration."""

from django.apps import AppConfig


class AIPlatformConfig(AppConfig):
    name = "aiplatform"
    verbose_name = "AI platform"

    def ready(self) -> None:
        """Make this app's own capabilities known; the registry's module has the name that is discovered."""
        from aiplatform import judging  # noqa: F401
        from aiplatform.improvement import proposing  # noqa: F401
