"""
Called: the person says that they called for help, or that it is there. From then on no number is named again about the same thing.

The level stays: only a helper ends an alarm. What is new, and about something else, is answered as ever.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from bot.safety.signal import Level, Signal, Topic
from store import clock

LASTS = timedelta(hours=3)
NOT = r"(?:niet|nie|ni|geen|nooit)"
NAMES = (
    "politie|agenten|ambulance|ambulanciers?|ziekenwagen|ziekenauto|brandweer|hulp|hulpdiensten?|mug|dokter|huisarts|huisartsenpost|hap"
    "|crisisdienst|noodnummer|alarmnummer|wijkagent|wachtdienst|spoed"
)
WHO = rf"(?:(?:de |een |den |'t |het )?(?:{NAMES})|112|113|1813|101|0800\S*|0900\S*)"
WORDS = rf"(?: (?!{NOT}\b)\w+){{0,3}}"
SOON = r"(?: (?:nu|al|zo|net|eindelijk|dadelijk|direct|gelukkig|hier|intussen|ondertussen))*"
TOLD = r"(?:gebeld|verwittigd|gealarmeerd|ingeschakeld|gewaarschuwd)"
THERE = (
    r"(?:er|hier|binnen|boven|beneden|gekomen|aangekomen|gearriveerd|onderweg|op weg|bezig|ter plaatse|voor de deur|aan de deur"
    r"|bij (?:hem|haar|mij|ons|de \w+))"
)
HERE = r"(?:eraan|er aan|deraan|hierheen|hiernaartoe|langs|af|binnen|naar (?:hier|mij|ons|haar|hem))"
CALLS = re.compile(
    rf"\b(?:heb|hebben|heeft|is|zijn)\b{WORDS} {WHO}{WORDS} {TOLD}\b"
    rf"|\b{WHO}(?: (?:is|zijn|heb|hebben|heeft|net|al|nu|reeds|ik|we))* {TOLD}\b"
    rf"|\bgebeld (?:met|naar) {WHO}"
    rf"|\b(?:ik|we|wij|hij|zij|ze|\w*buur\w*) (?:bel|bellen|belt|belde|belden)(?: nu| net| al)* {WHO}(?! {NOT})"
    rf"|\b(?:heb|hebben|heeft) {WHO}(?: nu)? aan de (?:lijn|telefoon)\b"
    r"|^\W*(?:ja\W+)?(?:ik )?(?:heb |hebben )?(?:net |al |nu |toch )*gebeld\W*$",
    re.IGNORECASE,
)
COMES = re.compile(
    rf"\b{WHO}(?: \w+)? (?:komt|komen|rijdt|rijden){SOON} {HERE}\b"
    rf"|\b{WHO}(?: \w+)? (?:is|zijn|staat|staan){SOON} {THERE}\b"
    rf"|^\W*{WHO} (?:onderweg|eraan|er)\b",
    re.IGNORECASE,
)
# "Ze komen eraan" is good news where a body is in danger, and may be the danger itself elsewhere.
THEY_COME = re.compile(
    rf"\b(?:ze|zij) (?:komen|rijden){SOON} {HERE}\b"
    rf"|\b(?:ze|zij) zijn{SOON} (?:er|onderweg|op weg|binnen|bij (?:hem|haar))(?! {NOT}| nog)\b",
    re.IGNORECASE,
)
BODY = (Topic.MEDICAL, Topic.SUBSTANCE, Topic.SELF_HARM)
NOT_SO = re.compile(
    r"\b(?:nemen|neemt|namen|nam) (?:niet|nie|ni) op|\b(?:geen|gene) gehoor|\bkomt? (?:er )?(?:niemand|niet|nie)\b"
    r"|\bkomen (?:niet|nie|ni)\b|\bin gesprek\b|\bals (?:ik|de|er|ze|je)\b.{0,30}\b(?:112|politie|ambulance|dokter|hulp)"
    r"|\b(?:moet|zal|zou|kan|durf|wil|mag) ik\b|\bik (?:moet|zal|zou|kan|durf|wil|mag)\b|\bnog (?:steeds )?(?:niet|nie|geen|niemand)\b"
    r"|\b(?:geweest|destijds|vroeger|vorige?|gisteren|eergisteren|geleden|toen|ooit|vaak|altijd|soms)\b",
    re.IGNORECASE,
)


def coming(text: str, signal: Signal, about: Topic) -> bool:
    """
    Whether a message says that help was called, is on its way or is there, in a talk about `about`; not that it did not come, or came
    long ago. Who writes that they will jump now because the police are coming did not call them.
    """
    plain = " ".join(text.split())
    unwanted = signal.level is Level.RED and signal.topic in (Topic.SUICIDE, Topic.THREAT)
    found = CALLS.search(plain) or (not unwanted and COMES.search(plain))
    found = found or (about in BODY and signal.level is Level.GREEN and THEY_COME.search(plain))
    return bool(found and not NOT_SO.search(plain))


def noted(topic: str) -> dict[str, str]:
    """
    What is kept of it: when, and about what.
    """
    return {"at": clock.now().isoformat(), "topic": topic}


def helped(kept: Any, signal: Signal) -> bool:
    """
    Whether there is help already for what a signal is about.
    """
    if not isinstance(kept, dict) or clock.now() - datetime.fromisoformat(kept["at"]) > LASTS:
        return False
    return bool(kept["topic"] == signal.topic.value)
