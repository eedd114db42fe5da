"""Which providers are set up, in the order in which they are asked, and the model that each is asked for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiplatform.providers.base import Capabilities, Provider

NAMES = ("openai", "anthropic", "compatible", "fake")
FAKE_PORT = 8765
# What is asked for when AI_MODEL says nothing; cheap and current when this was written.
DEFAULT_MODELS: Mapping[str, str] = {"openai": "gpt-6-luna", "anthropic": "claude-haiku-5-5", "fake": "fake-reading"}
FEATURES = ("structured", "streaming", "caching")


class ProviderSettingsError(ValueError):
    """Settings that cannot be meant; the text says which."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment's word on providers; see `read`."""

    order: tuple[str, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict)
    capability_models: Mapping[str, str] = field(default_factory=dict)
    openai_key: str = field(default="", repr=False)
    openai_url: str = ""
    anthropic_key: str = field(default="", repr=False)
    anthropic_url: str = ""
    features: tuple[str, ...] = ("structured", "streaming")

    def model(self, provider: str, capability: str) -> str:
        """The model to ask `provider` for: the capability's own if it names this provider (or, bare, the first one)."""
        owner, _, named = self.capability_models.get(capability, "").rpartition(":")
        if named and (owner or self.order[0]) == provider:
            return named
        return self.models[provider]


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from AI_PROVIDER and its companions (docs/ai-platform.md); ProviderSettingsError says what is wrong.

    AI_PROVIDER and AI_MODEL may name several, separated by commas: the order in which they are asked.
    """
    order = tuple(word for word in _words(environ.get("AI_PROVIDER", "")) if word != "none")
    wanted = _words(environ.get("AI_MODEL", ""))
    if unknown := [name for name in order if name not in NAMES]:
        raise ProviderSettingsError(f"AI_PROVIDER names {unknown[0]!r}; it must be none or one of: {', '.join(NAMES)}.")
    if len(set(order)) != len(order):
        raise ProviderSettingsError("AI_PROVIDER names a provider twice.")
    if order and len(wanted) > len(order):
        raise ProviderSettingsError("AI_MODEL names more models than AI_PROVIDER names providers.")
    given = dict(zip(order, wanted, strict=False))
    models = {name: given.get(name) or DEFAULT_MODELS.get(name, "") for name in order}
    settings = Settings(
        order=order,
        models=models,
        capability_models=_pairs(environ.get("AI_CAPABILITY_MODELS", "")),
        openai_key=environ.get("OPENAI_API_KEY", "").strip(),
        openai_url=environ.get("OPENAI_BASE_URL", "").strip(),
        anthropic_key=environ.get("ANTHROPIC_API_KEY", "").strip(),
        anthropic_url=environ.get("ANTHROPIC_BASE_URL", "").strip(),
        features=tuple(_words(environ.get("AI_COMPATIBLE_FEATURES", "") or "structured,streaming")),
    )
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    if "openai" in settings.order and not settings.openai_key:
        raise ProviderSettingsError("AI_PROVIDER names openai; set OPENAI_API_KEY.")
    if "anthropic" in settings.order and not settings.anthropic_key:
        raise ProviderSettingsError("AI_PROVIDER names anthropic; set ANTHROPIC_API_KEY.")
    if "compatible" in settings.order and not (settings.openai_url and settings.models["compatible"]):
        raise ProviderSettingsError("AI_PROVIDER names compatible; set OPENAI_BASE_URL and AI_MODEL.")
    if unknown := [name for name in settings.features if name not in FEATURES]:
        raise ProviderSettingsError(f"AI_COMPATIBLE_FEATURES names {unknown[0]!r}; known are: {', '.join(FEATURES)}.")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _pairs(text: str) -> dict[str, str]:
    pairs = {}
    for word in _words(text):
        capability, equals, model = word.partition("=")
        if not (equals and capability.strip() and model.strip()):
            raise ProviderSettingsError(
                f"AI_CAPABILITY_MODELS holds {word!r}; write capability=model or capability=provider:model."
            )
        pairs[capability.strip()] = model.strip()
    return pairs


def build(settings: Settings) -> tuple[Provider, ...]:
    """The providers in fail-over order. Imports no vendor SDK: that happens with the first call."""
    return tuple(_make(name, settings) for name in settings.order)


def _make(name: str, settings: Settings) -> Provider:
    from aiplatform.providers.anthropic import AnthropicProvider
    from aiplatform.providers.compatible import CompatibleProvider
    from aiplatform.providers.openai import OpenAIProvider

    if name == "openai":
        return OpenAIProvider(api_key=settings.openai_key, base_url=settings.openai_url)
    if name == "anthropic":
        return AnthropicProvider(api_key=settings.anthropic_key, base_url=settings.anthropic_url)
    if name == "fake":
        url = f"http://127.0.0.1:{FAKE_PORT}/v1"
        # Beside a real vendor OPENAI_BASE_URL is that vendor's.
        is_alone = not {"openai", "compatible"} & set(settings.order)
        return OpenAIProvider(api_key="fake", base_url=(settings.openai_url if is_alone else "") or url, name="fake")
    features = settings.features
    capabilities = Capabilities("structured" in features, "streaming" in features, "caching" in features)
    return CompatibleProvider(api_key=settings.openai_key, base_url=settings.openai_url, capabilities=capabilities)
