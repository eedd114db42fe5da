"""Whether a prompt version could be asked with: its text rendered with stand-ins, its parameters and its schema looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiplatform.rendering import Names, RenderError, render, resolve, variables

Faults = dict[str, list[str]]
PROVIDERS = ("openai", "anthropic", "compatible", "fake")
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
MOST_TOKENS = 128_000
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
# Key words of JSON Schema that hold one schema, a list of them, or one for each name.
_ONE, _MANY, _NAMED = ("items", "not"), ("anyOf", "allOf", "oneOf", "prefixItems"), ("properties", "$defs")


def render_faults(names: Names | None, system: str, template: str, parts: Mapping[str, str]) -> Faults:
    """What is wrong with the two texts of a prompt, by field. `names` is what a call of it brings; None where nobody knows."""
    found = {"system": _rendered(names, system, "", parts), "template": _rendered(names, "", template, parts)}
    if not found["template"] and names is not None and names.fenced:
        named = variables(template, parts)
        if not named & set(names.fenced):
            found["template"] = [f"Name what is to be read: at least one of {listed(names.fenced)}."]
    return found


def part_faults(
    key: str, text: str, parts: Mapping[str, str], users: Sequence[tuple[Names | None, str, str]]
) -> list[str]:
    """What is wrong with the text of a part. `users` are the prompts that may name it: what they bring, system, template."""
    with_it = {**parts, key: text}
    found = _rendered(None, "", text, with_it)
    for names, system, template in users if not found else ():
        before = {**parts, key: ""}
        for first, second in ((system, ""), ("", template)):
            if resolve(first + second, before) != resolve(first + second, with_it):
                found += [fault for fault in _rendered(names, first, second, with_it) if fault not in found]
    return found


def _rendered(names: Names | None, system: str, template: str, parts: Mapping[str, str]) -> list[str]:
    try:
        if names is None:
            named = variables(system + template, parts)
            inline, fenced = dict.fromkeys(named, "0"), dict[str, str]()
        else:
            inline, fenced = dict.fromkeys(names.inline, "0"), dict.fromkeys(names.fenced, "")
        render(system, template, inline=inline, fenced=fenced, canary="x", parts=parts)
    except RenderError as error:
        may = names and (names.inline if system else (*names.fenced, *names.inline))
        return [
            f"{error} It may name {listed(may)}." if may and str(error).startswith("There is no value") else str(error)
        ]
    return []


def listed(names: Sequence[str]) -> str:
    """Variables as a template writes them."""
    return ", ".join(f"{{{{{name}}}}}" for name in names)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _are_models(value: Any) -> bool:
    return isinstance(value, dict) and all(name in PROVIDERS and _is_text(model) for name, model in value.items())


# Parameter -> whether a value will do, and what to say where it will not.
PARAMETERS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "temperature": (lambda value: _is_number(value, 0, 2), "temperature must be a number from 0 to 2."),
    "max_output_tokens": (
        lambda value: isinstance(value, int) and _is_number(value, 1, MOST_TOKENS),
        f"max_output_tokens must be a whole number from 1 to {MOST_TOKENS}.",
    ),
    "effort": (lambda value: value in EFFORTS, f"effort must be one of {', '.join(EFFORTS)}."),
    "model": (_is_text, "model must be the name of a model."),
    "models": (
        _are_models,
        f'models must name a model for each provider, such as {{"openai": "…"}}; providers are {", ".join(PROVIDERS)}.',
    ),
}


def parameter_faults(parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with the parameters of a version."""
    found = []
    for name, value in parameters.items():
        if name not in PARAMETERS:
            found.append(f"{name} is no parameter; there are {', '.join(PARAMETERS)}.")
        elif not PARAMETERS[name][0](value):
            found.append(PARAMETERS[name][1])
    return found


def schema_faults(schema: Mapping[str, Any]) -> list[str]:
    """What is wrong with the JSON Schema of an answer; an empty one is none and stands for the capability's own."""
    if not schema:
        return []
    found = list(dict.fromkeys(_schema(schema, "the schema")))
    return found or ([] if schema.get("type") == "object" else ['An answer is an object: write "type": "object".'])


def _schema(schema: Any, where: str) -> list[str]:
    if isinstance(schema, bool):
        return []
    if not isinstance(schema, Mapping):
        return [f"{where} must be an object: {{…}}."]
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    found = [
        f"{where}: there is no type {kind!r}; types are {', '.join(TYPES)}." for kind in kinds if kind not in TYPES
    ]
    for key in _ONE:
        found += _schema(schema[key], f"{where}.{key}") if key in schema else []
    for key in _MANY:
        inner = schema.get(key, [])
        if not isinstance(inner, list):
            found.append(f"{where}.{key} must be a list.")
            continue
        found += [fault for at, one in enumerate(inner) for fault in _schema(one, f"{where}.{key}.{at}")]
    for key in _NAMED:
        held = schema.get(key, {})
        if not isinstance(held, Mapping):
            found.append(f"{where}.{key} must be an object: {{…}}.")
            continue
        found += [fault for name, one in held.items() for fault in _schema(one, f"{where}.{key}.{name}")]
    return found + _lists(schema, where)


def _lists(schema: Mapping[str, Any], where: str) -> list[str]:
    """`required` and `enum`: the first names properties."""
    required, choices = schema.get("required", []), schema.get("enum", [])
    if not isinstance(required, list) or not isinstance(choices, list):
        return [f"{where}: required and enum must be lists."]
    held = schema.get("properties", {})
    missing = [str(name) for name in required if isinstance(held, Mapping) and name not in held]
    return [f"{where} requires {', '.join(missing)}, which it does not describe."] if missing else []
