"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from careercopilot.body_limit import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careercopilot.settings")

application = BodyLimit(get_asgi_application())
