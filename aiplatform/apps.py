"""App configuration."""

from django.apps import AppConfig


class AIPlatformConfig(AppConfig):
    name = "aiplatform"
    verbose_name = "AI platform"
