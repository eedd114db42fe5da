"""What a posting says it does not ask for: "No degree required", "You do not need SAP", "Java is not required". Pure.

English, German, French, Spanish and Dutch. A clause that calls the thing welcome ("useful but not required") stays.
"""

import re
from collections.abc import Iterator

_I = re.IGNORECASE
_NEED = (
    r"(?:required|needed|necessary|essential|expected|requested|asked for|"
    r"erforderlich|nötig|notwendig|vorausgesetzt|benötigt|verlangt|erwartet|"
    r"requis\w*|nécessaires?|exigé\w*|demandé\w*|indispensables?|"
    r"requerid[oa]s?|necesari[oa]s?|imprescindibles?|exigid[oa]s?|"
    r"vereist|nodig|noodzakelijk|verplicht)"
)
# The word behind "no" that makes it a bound: "no more than", "no later than".
_BOUND = r"(?!(?:more|less|fewer|later|longer|earlier|other|one|doubt|matter|later|exceptions?)\b)"
# "No degree required", "kein Studium nötig", "aucune expérience requise", "geen rijbewijs nodig".
_NONE_NEEDED = re.compile(
    rf"\b(?:no|keine?[nmrs]?|aucune?|ningun[oa]?|ningún|geen)\s{_BOUND}(?:(?!\b(?:but|aber|mais|pero|maar)\b)[^.;:!?]){{2,70}}?"
    rf"\s(?:is |are |will be |ist |sind |n['’]est |n['’]es |is er )?(?:strictly |unbedingt )?{_NEED}\b|"
    r"\bno (?:need (?:for|to (?:have|know|hold|speak|be))|necesidad de)\b|"
    r"\b(?:apply|start|join|come|welcome|hired) (?:even )?without an?y?\b",
    _I,
)
_OPEN_END = re.compile(r"\bno need|necesidad|\bwithout\b", _I)
# What stands before it is not asked: "Java is not required", "n'est pas exigé", "nicht erforderlich".
_NOT_NEEDED = re.compile(
    rf"(?:\b(?:is|are|was|were|will be|be)\s?(?:not|n['’]t)\s|\b(?:isn|aren)['’]t\s|\(?\bnot\s|\b(?:nicht|pas|niet)\s"
    rf"|\bno (?:es|son|está|están|se)\s)(?:at all |strictly |unbedingt |absolutely |absolument |strikt )?{_NEED}\b"
    rf"(?!\s(?:only|just|to\b))|\b(?:setzen|verlangen|erwarten|benötigen) wir nicht\b|\bkan ook zonder\b",
    _I,
)
# What stands behind it is not asked: "You do not need", "We don't require", "You are not expected to know".
_NOT_NEEDING = re.compile(
    r"\b(?:(?:do|does|did|will|would|should) ?(?:not|n['’]t)|don['’]t|doesn['’]t|won['’]t|wouldn['’]t|didn['’]t|never)\s(?:\w+ly )?"
    r"(?:need|require|expect|ask (?:for|you)|have to (?:have|know|be|hold|speak)|insist on|demand)\b|"
    r"\bneed ?(?:not|n['’]t) (?:have|know|be|hold|speak)\b|"
    r"\b(?:are|is|be) ?(?:not|n['’]t) (?:required|expected|needed|asked|obliged) to (?:have|know|hold|speak|be|bring|possess)\b|"
    r"\b(?:aren|isn)['’]t (?:required|expected|needed) to (?:have|know|hold|speak|be|bring|possess)\b|"
    r"\b(?:brauchst|benötigst|brauchen|benötigen|verlangen|erwarten) (?:du |sie |wir )?keine?[nmr]?\b|"
    r"\bn['’](?:avez|as|est|exigeons|attendons|y a) pas (?:besoin d['’e]|de |d['’])|\bpas besoin d['’e]|"
    r"\bno (?:se )?(?:necesitas?|necesitamos|requieres?|requerimos|exigimos|pedimos|requieren|necesitan|exigen?|piden?)\b|"
    r"\b(?:je|u|wij|we) (?:hoeft|hebt|heeft|hoef|vragen|eisen|verwachten) (?:er )?geen\b|\bhoeft (?:je|u) geen\b",
    _I,
)
# The thing is called welcome all the same.
_WELCOME = re.compile(
    r"\b(?:plus|pluses|advantages?|advantageous|asset|bonus|merit|benefit|preferred|preferably|ideally|desirable|desired|"
    r"nice[- ]to[- ]haves?|good to have|beneficial|welcome|helpful|appreciated|useful|handy|optional|von vorteil|wünschenswert|"
    r"idealerweise|vorteilhaft|hilfreich|ein pluspunkt|helps\b(?! you)|un plus|un atout|souhait\w+|valorable|se valorará\w*|"
    r"een pré|pluspunt|mooi meegenomen)\b",
    _I,
)
# Who says or hears that something is not needed; of others ("our customers do not need") nothing is waived.
_WHO = re.compile(
    r"\b(?:you|we|i|it|this|that|one|roles?|positions?|jobs?|posts?|candidates?|applicants?|people|persons?|wir|du|sie|nous|vous|on|je|u|wij)\b"
    r"|^\W*$",
    _I,
)
_OTHERWISE = re.compile(r"\b(?:what|whether|that|which|when|where|if|anything|things?)(?: \w+){0,2}\s*$", _I)
# A part of a sentence that tells something of its own; what is waived ends before it.
_OWN = re.compile(
    r"\b(?:is|are|was|were|must|need|needs|required?|have|has|will|would|should|can|we|you|ist|sind|muss|musst|wir|du|sie|haben|hast|"
    r"est|sont|vous|nous|es|son|debes?|is|zijn|moet)\b",
    _I,
)
_TURN = re.compile(
    r"[.;!?](?:\s|$)|[\n()]|\s[-–—]\s|:\s|,?\s\b(?:but|only|just|instead|however|though|although|while|whereas|because|since|"
    r"as (?:we|long|full|you)|if|"
    r"provided|aber|sondern|denn|da|wenn|mais|car|si|pero|sino|porque|maar|want|als|yet|so)\b",
    _I,
)
_JOINT = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|und|et|y|en)\s")
_RESTS = re.compile(r"^\W*(?:(?:but|aber|mais|pero|maar|only|just|nur|instead|and|und)\b\W*)*", _I)


def kept(text: str, *, welcome_part: bool = False) -> list[tuple[int, int, bool]]:
    """(start, end, stands before what is waived) of the stretches of an item left when what it waives is taken out.

    The whole item where it waives nothing. In a part that lists what is welcome, "not required" takes nothing away.
    """
    found = sorted(_spans(text, welcome_part=welcome_part))
    if not found:
        return [(0, len(text), True)]
    stretches, position = [], 0
    for start, end in found:
        stretches.append((position, max(start, position), True))
        position = max(end, position)
    stretches.append((position, len(text), False))
    return [stretch for a, b, before in stretches if (stretch := _trimmed(text, a, b, before=before))]


def _trimmed(text: str, start: int, end: int, *, before: bool) -> tuple[int, int, bool] | None:
    """The stretch without the marks and joining words at its ends; None where no word is left."""
    lead = _RESTS.match(text[start:end])
    start += lead.end() if lead else 0
    end = start + len(
        re.sub(r"[\s,;:–—(-]*(?:\s(?:and|but|und|aber|et|mais|y|pero|en|maar))?[\s,;:–—(-]*$", "", text[start:end])
    )
    return (start, end, before) if re.search(r"[^\W\d_]{2}|\bC\b|\bR\b", text[start:end]) else None


def _spans(text: str, *, welcome_part: bool) -> Iterator[tuple[int, int]]:
    """What the text says it does not ask for."""
    for m in _NONE_NEEDED.finditer(text):
        parted = "," in m[0] and re.search(r"\s(?:is|are|ist|sind)\s", m[0], _I)  # "no agencies, Python is required"
        if not parted and not _is_welcome(text, m.start(), m.end()):
            yield m.start(), _behind(text, m.end()) if _OPEN_END.search(m[0]) else m.end()
    for m in _NOT_NEEDING.finditer(text):
        begin = _before(text, m.start())
        if _WHO.search(text[begin : m.start()]) and not _is_welcome(text, m.start(), m.end()):
            yield begin, _behind(text, m.end())
    if welcome_part:
        return
    for m in _NOT_NEEDED.finditer(text):
        begin = _before(text, m.start())
        if not _OTHERWISE.search(text[begin : m.start()]) and not _is_welcome(text, m.start(), m.end()):
            colon = re.match(r"\s*:", text[m.end() :])
            yield begin, _behind(text, m.end() + colon.end()) if colon else m.end()


def _is_welcome(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a span calls what it names welcome."""
    left = max((m.end() for m in re.finditer(r"[.;!?]\s|\n", text[:start])), default=0)
    right = re.search(r"[.;!?](?:\s|$)|\n", text[end:])
    return _WELCOME.search(text[left : end + right.start() if right else len(text)]) is not None


def _before(text: str, start: int) -> int:
    """Where the clause that ends at `start` begins: back over the parts of a list, not over another statement."""
    begin = max((m.end() for m in _TURN.finditer(text, 0, start)), default=0)
    joints = list(_JOINT.finditer(text, begin, start))
    for number in range(len(joints) - 1, -1, -1):
        left = joints[number - 1].end() if number else begin
        if _OWN.search(text[left : joints[number].start()]):
            return joints[number].end()
    return begin


def _behind(text: str, end: int) -> int:
    """Where the thing named behind `end` ends: on over the parts of a list, not over another statement."""
    turn = _TURN.search(text, end)
    limit = turn.start() if turn else len(text)
    joints = list(_JOINT.finditer(text, end, limit))
    for number, joint in enumerate(joints):
        right = joints[number + 1].start() if number + 1 < len(joints) else limit
        if _OWN.search(text[joint.end() : right]):
            return joint.start()
    return limit
