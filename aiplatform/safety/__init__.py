"""What may enter and leave a model call: injected instructions found, personal data masked. Pure."""

from aiplatform.safety.detect import Finding, Scan, scan

__all__ = ["Finding", "Scan", "scan"]
