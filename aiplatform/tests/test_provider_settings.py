"""What the environment says about providers, and what is refused."""

from __future__ import annotations

import pytest

from aiplatform.providers.registry import ProviderSettingsError, Settings, build, read

KEYS = {"OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k"}


def test_nothing_set_is_no_provider() -> None:
    assert [read({}), read({"AI_PROVIDER": "none"})] == [Settings(), Settings()]
    assert build(Settings()) == ()


def test_order_and_models() -> None:
    settings = read(
        {
            **KEYS,
            "AI_PROVIDER": "anthropic, openai",
            "AI_MODEL": "claude-x",
            "AI_CAPABILITY_MODELS": "a=claude-y,b=openai:gpt-z",
        }
    )

    assert [provider.name for provider in build(settings)] == ["anthropic", "openai"]
    asked = {(name, key): settings.model(name, key) for name in settings.order for key in ("a", "b", "c")}
    assert asked == {
        ("anthropic", "a"): "claude-y", ("anthropic", "b"): "claude-x", ("anthropic", "c"): "claude-x",
        ("openai", "a"): "gpt-6-luna", ("openai", "b"): "gpt-z", ("openai", "c"): "gpt-6-luna",
    }  # fmt: skip


def test_keys_are_not_printed() -> None:
    assert "sk-secret" not in repr(read({"AI_PROVIDER": "openai", "OPENAI_API_KEY": "sk-secret"}))


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"AI_PROVIDER": "openia"}, "'openia'"),
        ({"AI_PROVIDER": "openai"}, "OPENAI_API_KEY"),
        ({"AI_PROVIDER": "anthropic"}, "ANTHROPIC_API_KEY"),
        ({"AI_PROVIDER": "compatible", "AI_MODEL": "llama"}, "OPENAI_BASE_URL"),
        ({"AI_PROVIDER": "fake,fake"}, "twice"),
        ({"AI_PROVIDER": "fake", "AI_MODEL": "a,b"}, "more models"),
        ({"AI_CAPABILITY_MODELS": "analyze_resume"}, "capability=model"),
        ({"AI_COMPATIBLE_FEATURES": "tools"}, "'tools'"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(environ: dict[str, str], said: str) -> None:
    with pytest.raises(ProviderSettingsError, match=said):
        read(environ)
