"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.runs import store_change
        from careercopilot.jobs import observe_runs

        observe_runs(store_change)
