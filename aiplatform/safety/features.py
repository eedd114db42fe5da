"""What the injection model sees of one sentence: the concepts it names, their order and place, and its form."""

from __future__ import annotations

import re

from aiplatform.safety.concepts import Mention, fold, mentions, words_of

# Two concepts further apart than this many words are not parts of one request.
NEAR_WORDS = 9
# These say what a text is about. The others count only in company, so that no single word makes a sentence suspicious.
CONTEXT = frozenset({"SELF", "SUPPORT", "WORKLIFE", "AIWORK", "OVERRIDDEN", "YOU", "OUTPUT", "MODEL"})
_CLAUSE_LEAD = frozenset(
    [
        "please",
        "then",
        "just",
        "and",
        "now",
        "to",
        "also",
        "kindly",
        "simply",
        "must",
        "should",
        "shall",
        "always",
        "never",
        "instead",
        "immediately",
        "only",
        "bitte",
        "por",
        "favor",
    ]
)
_ROLE_LABEL = re.compile(
    r"^\W*(?:system|assistant|user|developer|admin|root|tool|override|ai|bot)\b[^:\n]{0,24}:", re.I
)
_TAG = re.compile(r"</?\s*([a-z_-]{2,20})\s*/?>|\[/?([a-z_]{3,20})\]|\{\{?/?([a-z_]{3,20})\}?\}", re.I)
_ROLE_TAG = re.compile(
    r"(?:system|instruct|prompt|inst|resume|cv|document|data|user|assistant|admin|context|override|important|hidden|task|rules?|note|eval)",
    re.I,
)
_CHAT_TOKEN = re.compile(
    r"<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>|###\s*(?:system|instruction|assistant|human|user|response)", re.I
)
_FENCE = re.compile(r"(?:^|\s)(?:#{3,}|={3,}|-{3,}|\*{3,}|~{3,}|`{3,}|\[{2,}|\]{2,}|>{3,}|<{3,}|\"{3})")
_FULL_MARKS = re.compile(
    r"\b(?:100|10|99|98|95|5)\s*(?:/|out of|of|von|sur|de)\s*(?:100|10|5)\b|\b(?:100|99|98|95)\s*(?:%|percent|points)?",
    re.I,
)
_QUOTED = re.compile(r"['\"\u2018\u201c\u00ab][^'\"\u2019\u201d\u00bb]{6,80}['\"\u2019\u201d\u00bb]")
_CANARY = re.compile(r"\{[a-z_]+\}", re.I)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|\bwww\.\S+|\b[\w-]+\.(?:com|net|org|io|example|xyz|info)\b", re.I
)
_CODE = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}")
_KANA = re.compile(r"[\u3041-\u30ff]")
_PAST = re.compile(
    r"^(?:\w+ly )?(?:[a-z]{3,}ed|led|built|wrote|ran|made|won|taught|drove|grew|cut|held|set "
    r"up|oversaw|kept|gave|took|sold|spoke)\b"
)
_GERUND = re.compile(r"^[a-z]{3,}ing\b")
_THIRD = re.compile(r"^[a-z]{3,}[^s]s\b")


def _form(sentence: str, folded: str) -> set[str]:
    """Features of the sentence's form, independent of its words."""
    flags = {
        "role_label": _ROLE_LABEL.search(sentence) is not None,
        "tag": _TAG.search(sentence) is not None,
        "role_tag": any(_ROLE_TAG.match(next(filter(None, found))) for found in _TAG.findall(sentence)),
        "chat_token": _CHAT_TOKEN.search(sentence) is not None,
        "fence": _FENCE.search(sentence) is not None,
        "full_marks": _FULL_MARKS.search(folded) is not None,
        "quoted": _QUOTED.search(sentence) is not None,
        "canary": _CANARY.search(sentence) is not None,
        "address": _ADDRESS.search(sentence) is not None,
        "code": _CODE.search(sentence) is not None,
        "question": sentence.rstrip().endswith("?"),
        "shout": sum(char.isupper() for char in sentence) > 0.7 * max(1, sum(char.isalpha() for char in sentence))
        and len(sentence) > 20,
        "colon": ":" in sentence[:40],
    }
    body = folded.lstrip(" -*\u2022\u25cf\u25aa>")
    flags["past"] = _PAST.search(body) is not None
    flags["gerund"] = _GERUND.search(body) is not None
    flags["third"] = _THIRD.search(body) is not None
    return {f"f:{name}" for name, on in flags.items() if on}


def _clause_starts(folded: str, found: list[Mention], words: list[re.Match[str]]) -> set[Mention]:
    """Mentions that open a clause, as the verb of a command does."""
    opening = set()
    for mention in found:
        at = mention.word
        while at > 0 and words[at - 1].group() in _CLAUSE_LEAD and not _break(folded, words, at):
            at -= 1
        if at == 0 or _break(folded, words, at):
            opening.add(mention)
    return opening


def _break(folded: str, words: list[re.Match[str]], at: int) -> bool:
    return any(
        char in '.:;!,?>)]"#|\u2013\u2014-\u3001\u3002\u060c\u061b'
        for char in folded[words[at - 1].end() : words[at].start()]
    )


def features(sentence: str) -> set[str]:
    """The feature names of one readable sentence (see `characters.readable`); empty when it names no concept."""
    folded = fold(sentence)
    words = words_of(folded)
    found = mentions(words)
    names = _form(sentence, folded)
    if not found:
        return names
    opening = _clause_starts(folded, found, words)
    for mention in found:
        if mention.concept in CONTEXT:
            names.add(f"c:{mention.concept}")
        if mention in opening:
            names.add(f"s:{mention.concept}")
            if mention.word == 0:
                names.add(f"0:{mention.concept}")
    verb_last = _KANA.search(sentence) is not None
    for first in found:
        for second in found:
            if first.concept != second.concept and first.end <= second.start and second.word - first.word <= NEAR_WORDS:
                names.add(f"p:{first.concept}>{second.concept}")
                if verb_last:  # "the rules ignore": what is ordered stands behind what it is about
                    names.add(f"p:{second.concept}>{first.concept}")
                if first in opening:
                    names.add(f"q:{first.concept}>{second.concept}")
    return names
