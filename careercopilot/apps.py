"""The project as an app: its management commands, template tags and system checks."""

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class CareerCopilotConfig(AppConfig):
    name = "careercopilot"
    verbose_name = "CareerCopilot"

    def ready(self) -> None:
        from careercopilot import checks  # noqa: F401  (registers the system checks)


class OperationsConfig(SimpleAdminConfig):
    """Makes our admin site the default one."""

    default_site = "careercopilot.admin.OperationsSite"

    def ready(self) -> None:
        super().ready()
        self.module.autodiscover()  # type: ignore[union-attr]  # the admin package
