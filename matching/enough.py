"""Whether a posting says anything beside its title that a resume can be matched on. Pure."""

import re

LEAST_WORDS = 15  # beside the title; with less, and without a named skill, there is nothing to compare a resume with
TOO_LITTLE = "This posting is only a title: too little to match on."


def says_enough(title: str, text: str, *, names_skill: bool) -> bool:
    """True where the posting asks for a named skill, or has some sentences beside its title."""
    if names_skill:
        return True
    titled = set(re.findall(r"\w+", title.lower()))
    words = [word for word in re.findall(r"\w+", text.lower()) if word not in titled]
    return len(words) >= LEAST_WORDS
