"""
Deeds: whether words name something to do, and so can be a step; and whether they name a moment to do it at.

A question, what others do, a mood, how things are and a moment alone are no deeds: "na het eten" is when, and not what.
"""

import re

SHORT_STEP = 6
OTHERS = re.compile(r"\b(?:die lui|was|waren|had|hadden|hebben|heeft|hij|ging|deed|niet|nooit)\b", re.IGNORECASE)
TO_DO = re.compile(  # "een kaartje in de bus doen", "een taart bakken voor de buren"
    r"(?:en|aan|oen|ien)[.!]*\s*$|\b(?:doen|sturen|opsturen|brengen|bellen|appen|mailen|schrijven|halen|bakken|kopen|steken|afgeven)\b",
    re.IGNORECASE,
)
ONESELF = re.compile(r"\b(?:ik|'k|ga|zal|kan|wil|zou|we)\b", re.IGNORECASE)
THEIRS = re.compile(
    r"\b(?:hij|zij|ze|(?:mijn|m'n|mn|onze|de) \w+) (?!met\b|uit\b|niet\b)\w+t\b", re.IGNORECASE
)  # "mijn zoon belt zondag"
ASKING = re.compile(
    r"^(?!.*\b(?:niet|ni|nie|niks|niets|geen|wel)\b)\W*(?:(?:en|maar|ja|oke|ok|dus|eh|nou) )*"
    r"(?:wat|wa|wie|waar\w*|hoe\w*|wanneer|welke?|waarom|is|zijn|kan|mag|moet|kost|heb|weet|begint) "
    r"(?:laat|lang|ver|veel|voor|er|het|dat|da|die|dit|je|jij|u|ge|gij|ik|kost|begint|is|zijn|moet|kan)\b",
    re.IGNORECASE,
)
STATE = re.compile(
    r"^\W*(?:(?:en|maar|ja|nou|eh|pff|tja|want) )*(?:(?:ik|'?k) (?:ben|voel|vind|weet|snap|woon|mis|haat|durf|word|slaap|heb)\b"
    r"|(?:het|t|'t|dat|da|dit|er|tis) (?:is|was|zijn|waren|regent|sneeuwt|waait|lukt|kan|gaat|wordt|begint|duurt|blijft|lijkt|voelt|doet)\b"
    r"|tis\b|(?:de|het|mijn|m'n|mn|ons|onze) [\w-]+ (?:is|zijn|slaapt|ligt|zit|staat|doet|gaat)\b)",
    re.IGNORECASE,
)
MOOD = re.compile(
    r"^\W*(?:(?:heel|erg|best|wel|te|zo|een|beetje|nogal|wat|echt|gewoon|zeer|super|veel|ook|nu|nog|weer|hier|vandaag|is|was|he|hoor|ja|pff|amai)\W+)*"
    r"(?:moeilijk|lastig|eng|raar|leuk|mooi|fijn|goed|beter|moe|koud|warm|stil|alleen|zwaar|spannend|stom|gek|grappig|saai|ver|duur|druk|laat|"
    r"vroeg|donker|verdrietig|bang|boos|blij|weer|regen|oud|ziek|kapot|op|zin|geen zin|iets|zoiets|alles|niks|niets)"
    r"(?:\W+(?:he|hoor|wel|vandaag|zeg|eigenlijk|toch|voor mij|weer))*\W*$",
    re.IGNORECASE,
)
DAY = (
    r"(?:vanavond|vandaag|vannacht|vanmiddag|vanmorgen|straks|dadelijk|zo meteen|meteen|nu|zometeen|"
    r"overmorgen|morgen(?:ochtend|vroeg|middag|avond)?|"
    r"dit weekend|(?:het )?weekend|(?:volgende|deze|van de) week|"
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:ochtend|middag|avond)?|later|"
    r"(?:'s |s )?(?:ochtends|morgens|middags|avonds|nachts))"
)
AROUND = (
    r"(?:na|voor|tijdens|onder|rond|om|tegen|bij|in|op) (?:(?:het|t|'t|de|den|mijn|m'n|mn|een) )?"
    r"(?:eten|avondeten|middageten|koffie|werk|school|lunch|ontbijt|middag|avond|ochtend|slapen|douche|douchen|journaal|"
    r"weekend|nieuws|boodschappen|les|dienst|nacht|feestdagen|kerst|vakantie|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|"
    r"half \w+|kwart \w+ \w+|"
    r"[\d:.]+)(?: uur)?"
)
WHEN = re.compile(
    rf"^\W*(?:(?:ja|nou|dan|oke|ok|goed|doe maar|misschien|denk ik|liefst|ergens|gewoon|wel|en|eh)\W+)*(?:{DAY}|{AROUND})"
    rf"(?:\W+(?:{DAY}|{AROUND}|denk ik|misschien|ofzo|of zo|graag|wel|dan|ergens|eens|even|hoor|pas))*\W*$",
    re.IGNORECASE,
)
TIMELY = re.compile(
    rf"\b(?:{DAY}|{AROUND}|als|na|voor|tijdens|rond|wanneer|zodra|voordat|nadat|ooit|snel|gauw|binnenkort|eens|uur|uurtje|minuten|dag|dagen|week|weken|maand|maanden|"
    r"ochtend|middag|avond|nacht|direct|gelijk|volgende|eerst|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    r"december|lente|zomer|herfst|winter|kerst|feestdagen|\d+)\b",
    re.IGNORECASE,
)


def looks_like_step(text: str) -> bool:
    """
    Whether a text can be something to do: short, or of oneself; no question, no mood or moment, and not about what others did.
    """
    if asks_back(text) or OTHERS.search(text) or (THEIRS.search(text) and not ONESELF.search(text)):
        return False
    if MOOD.match(text) or WHEN.match(text) or (STATE.match(text) and not TO_DO.search(text)):
        return False
    return len(text.split()) <= SHORT_STEP or bool(ONESELF.search(text) or TO_DO.search(text))


def asks_back(text: str) -> bool:
    """
    Whether an answer is a question of their own, with its mark or without: "hoe laat begint dat".
    """
    return text.rstrip().endswith("?") or bool(ASKING.match(text))


def only_when(text: str) -> bool:
    """
    Whether a text is a moment and nothing else: "na t eten", "zaterdag denk ik".
    """
    return bool(WHEN.match(text))


def timely(text: str) -> bool:
    """
    Whether a text says something about when.
    """
    return bool(TIMELY.search(text))
