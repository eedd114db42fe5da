"""What may enter and leave a model call: injected instructions found, personal data masked. Pure."""

from aiplatform.safety.detect import Finding, Scan, scan
from aiplatform.safety.redaction import Profile, Redacted, redact, restore

__all__ = ["Finding", "Profile", "Redacted", "Scan", "redact", "restore", "scan"]
