"""What a Procedure is done for alone, so that its name tells the event that it does not name: a nose is packed.

Each name stands with the words of what was there, which the value sets know. What may be done for another thing as well
(a stent, a clip, an embolization of a tumor) is none of these, nor is one that is taken out, planned or of then.
CLARIFICATIONS A480. Source: FHIR R4 Procedure.code; AMA CPT and ICD-10-PCS names of procedures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.frozen import Frozen
from validator.regex import regex

_WORDS = r"(?:[\w'/-]+\s+){0,4}"
_CLOTS = r"(?:blood\s+)?clots?"
_OUT = r"(?:evacuat\w*|irrigat\w*|wash-?\s?out|remov\w+|extract\w+|aspirat\w+|fulgurat\w+)"
_CLOT_EVACUATED = rf"\b{_CLOTS}\s+{_OUT}|\b{_OUT}\s+(?:(?:and|/|of)\s+)+{_WORDS}{_CLOTS}\b"
_PCI = (
    r"(?:pci|ptca|percutaneous\s+coronary\s+interventions?|(?:coronary\s+)?angioplasty"
    r"|coronary\s+(?:stent\w*|revasculari[sz]ation))"
)
_NOT_OF_THE_HEART = "carotid|renal|iliac|femoral|leg|peripheral|popliteal|subclavian|mesenteric"

_CORONARY = (
    r"(?:[rl]ca|p?m?d?lad|lcx|l?cx|circumflex|lmca|left\s+main|rpda|pda|om\d?|d[12]|ramus|diagonal|right\s+coronary)"
)
_NOT_A_VESSEL = (
    r"port|picc|line|cvc|catheter|central|occlusion|lumen|dwell|lock|declot\w*|dialysis|clearance|instill\w*"
)
_GUT_ARTERY = (
    r"\b(?:(?:left|right|l|r)\s+)?(?:gastric|gastro-?duodenal|gda|gastroepiploic|mesenteric|sma|ima|(?:ileo|middle\s+)?colic"
    r"|rectal|ha?emorrhoidal)(?:\s+(?:artery|arteries|branch\w*))?\b"
)


class Treatment(Frozen):
    """A name of what is done, what was there, what the name has to hold too, and what makes it another thing."""

    name: re.Pattern[str]
    event: str
    beside: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


def _named(name: str, event: str, *, beside: str = "", unless: str = "") -> Treatment:
    words = (regex(rf"\b(?:{one})\b", re.IGNORECASE) if one else None for one in (beside, unless))
    return Treatment(regex(name, re.IGNORECASE), event, *words)


_TREATMENTS = (
    _named(
        r"\b(?:nasal|nose|naris|nares|nostril)\b[\s,:-]*(?:[\w/-]+[\s,]+){0,3}?(?:re-?)?pack(?:ing|ed)?\b"
        r"|\bpack(?:ing|ed)?\s+of\s+(?:(?:the|left|right|both|anterior|posterior)\s+)*(?:nose|nasal|nar(?:is|es)|nostril)"
        r"|\b(?:rapid\s?rhino|rhino\s?rocket|sphenopalatine\s+(?:artery\s+)?(?:ligation|emboli[sz]ation))\b"
        r"|\bcontrol(?:\s+of)?\s+nasal\s+ha?emorrhage\b|\bcaut\w+\s+epistaxis\b"
        r"|\b(?:nasentamponade|(?:taponamiento|tamponnement|m\u00e9chage)\s+nasal)\b",
        "epistaxis",
        unless=r"septoplast\w*|rhinoplast\w*|turbin\w*|sinus\w*|fess|septal|fracture|polyp\w*|adenoid\w*|pituitary|transsphenoid\w*"
        r"|\w*septum\w*|entfern\w*|retir\w*|ablation",
    ),
    _named(
        r"\b(?:rectal|anal|pelvic)\s+packing\b",
        "rectal bleeding",
        unless=r"wound|abscess|fistul\w*|brachytherapy|radiation|spacer",
    ),
    _named(
        r"\b(?:sengstaken|blakemore|minnesota\s+tube)\b|\b(?:o?esophageal|variceal|gastric)\s+(?:balloon\s+)?tamponade\b",
        "variceal bleeding",
    ),
    _named(
        r"\b(?:o?esophageal\s+|gastric\s+)?(?:variceal|varix|varices)\s+(?:band\s+)?(?:band(?:ing|ed)?|ligat\w+|sclero\w+|inject\w+|obliterat\w+|glue)"
        r"|\b(?:band\s+)?(?:band(?:ing)?|ligation|sclerotherapy|injection|obliteration|gluing)\s+of\s+(?:the\s+)?"
        r"(?:(?:o?esophageal|gastric|fundal|bleeding|esophagogastric|and|or|esophageal/gastric)\s+)*(?:varices|varix)\b"
        r"|\bev(?:l|bl)\b|\b(?:varices|varix)\s+(?:were\s+)?(?:banded|ligated|injected|glued)\b",
        "bleeding",
        unless=r"vein\s+of\s+leg|legs?|saphenous|scrotal|spermatic|varicocele|elective|eradicat\w*|stripping|phlebectomy|no|without|non-?bleeding|not\s+bleeding",
    ),
    _named(
        rf"{_CLOT_EVACUATED}|\bobstructing\s+clots?\b|\bclot\s+retention\b"
        r"|\bfulguration\s+of\s+(?:bladder\s+)?(?:bleed\w*|ha?emorrhage)",
        "gross hematuria",
        beside=r"bladder|vesical|cysto\w*|urethro\w*|ureter\w*|urinary",
    ),
    _named(
        r"\b(?:continuous\s+bladder\s+irrigation|cbi)\b",
        "hematuria",
        unless=r"turp|turbt|resection|prostat\w*|chemo\w*|bcg|antibiotic|amphotericin",
    ),
    _named(
        rf"{_CLOT_EVACUATED}|\b(?:sdh|ich|edh)\s+(?:evacuat\w*|drain\w*)",
        "intracranial hemorrhage",
        beside=r"crani\w*|burr|subdural|epidural|extradural|intracerebral|intracranial|brain|cerebral|sdh|ich|edh",
    ),
    _named(
        r"\bbronchial\s+arter\w+\s+emboli[sz]\w+|\bemboli[sz]\w+\s+of\s+(?:\w+\s+){0,2}bronchial\s+arter\w+",
        "hemoptysis",
        unless=r"chemoemboli\w*|tumou?r",
    ),
    _named(
        rf"\b(?:primary|rescue|salvage|facilitated|emergen(?:t|cy)|stat)\s+(?:(?:cardiac\s+cath\w*|coronary\s+angiogra\w+)\s+(?:with|w/|and|&)\s+)?{_PCI}\b"
        rf"|\b{_PCI}\W+(?:primary|rescue|emergen(?:t|cy|tly))\b|\b(?:code\s+stemi|stemi\s+(?:activation|alert|protocol))\b"
        r"|\brevasculari[sz]ation\b.*\bduring\s+acute\s+myocardial\s+infarction\b",
        "acute myocardial infarction",
        unless=_NOT_OF_THE_HEART,
    ),
    _named(rf"\burgent\s+{_PCI}\b|\b{_PCI}\W+urgent(?:ly)?\b", "unstable angina", unless=_NOT_OF_THE_HEART),
    _named(r"\b(?:graham|omental)\s+patch\b", "perforated ulcer"),
    _named(
        r"\b(?:(?:cutting|draining|loose|non-?cutting)\s+)?seton\b|\bfistula\s+plug\b|\b(?:anal|perianal|anorectal)\s+fistul\w+"
        r"|\bligation\s+of\s+(?:the\s+)?intersphincteric\s+fistula",
        "anal fistula",
        unless=r"av|avf|arteriovenous|dialysis|bronch\w*|remov\w+",
    ),
    _named(
        r"\b(?:tnk(?:ase)?|tenecteplase)\b|\b(?:alteplase|r?-?tpa|activase)\b(?=.{0,200}(?:\b0[.,]9\s*mg/kg|\b(?-i:AIS)\b|\bstrokes?\b))",
        "arterial embolus",
        unless=rf"{_NOT_A_VESSEL}|pe|pulmonary|empyema|pleura\w*|frostbite",
    ),
    _named(r"\b(?:tnk(?:ase)?|tenecteplase)\b(?=.{0,200}\b(?:pe|pulmonary)\b)|\bflow\s?triever\b", "pulmonary embolus"),
    _named(r"\bclot\s?triever\b", "venous thrombosis"),
    _named(
        r"\bekos\b|\b(?:ivc|vena\s+cav\w*|caval|cava-?|greenfield)[\s-]*filter\b|\bvena[\s-]cava[\s-](?:filter|schirm)\w*|\bcava-?filter\w*",
        "thrombosis",
        unless=r"remov\w+|retriev\w+|check|explant\w*|entfern\w*|retir\w*",
    ),
    _named(
        rf"\b(?-i:DES|BMS)\b\W+(?:(?:x\s?\d+|placed|placement|pci)\W+)*(?:to|in|of|at|-)?\s*(?:(?:the|prox\w*|mid\w*|distal|ostial)\s+)*{_CORONARY}\b",
        "unstable angina",
        unless=rf"{_NOT_OF_THE_HEART}|elective\w*|staged|planned|stable|cto",
    ),
    _named(
        r"\b(?:ha?emo|endo)-?\s?clip(?:s|ped|ping)?\b(?=.{0,200}\b(?:duoden\w*|stomach|gastric|ulcer\w*|dieulafoy\w*|mallory|esophag\w*|diverticul\w*)\b)"
        r"|\b(?:duoden\w*|gastric|ulcer|dieulafoy|diverticul\w*)\b.{0,200}?\b(?:ha?emo|endo)-?\s?clip(?:s|ped)?\b|\bha?emospray\b",
        "gastrointestinal bleeding",
        unless=r"polyp\w*|emr|esd|mucosal|fistula|perforat\w*|leak|feeding|tube|stent|marker|marking|fiducial|x-?ray|mri|no|without",
    ),
    _named(
        rf"\bemboli[sz]\w+\W+(?:of\s+)?{_WORDS}{_GUT_ARTERY}|{_GUT_ARTERY}\s+(?:\w+\s+){{0,2}}emboli[sz]\w+",
        "gastrointestinal bleeding",
        unless=r"y-?90|yttrium\w*|radioemboli\w*|sirt|tare|mapping|bariatric|obesity|aneurysm\w*|tumou?r\w*|mass|elective",
    ),
    _named(
        r"\b(?:mma|middle\s+meningeal(?:\s+artery)?)\s+emboli[sz]\w+|\bemboli[sz]\w+\W+(?:of\s+)?(?:\w+\s+){0,2}(?:mma|middle\s+meningeal)\b",
        "intracranial hemorrhage",
        unless=r"meningioma\w*|tumou?rs?|davf|fistul\w*|avm|metast\w*|migraine",
    ),
    _named(
        r"\b(?:kcentra|balfaxar|beriplex|andexxa|4f-?pcc|prothrombin\s+complex(?:\s+concentrate)?|massive\s+transfusion(?:\s+protocol)?)\b",
        "bleeding",
        unless=r"surgery|surgical|pre-?op\w*|procedure|reversal\s+before|transplant\w*",
    ),
    _named(
        r"\bblutstillung\b|\bhemostasia\b|\bh\u00e9mostase\b|\bendoscopic\s+ha?emostasis\b",
        "bleeding",
        unless=r"intra-?\s?op\w*|per-?op\w*|quir\u00fargica|chirurgi\w*|bilan|tests?|pruebas?|zahn\w*|dent\w*|ohne|sin|sans",
    ),
)
_NOT_FOR_IT = regex(
    r"\b(?:remov\w+\s+of\s+(?:nasal\s+)?pack\w*|pack\w*\s+remov\w+|prevent\w*|prophyla\w*|risks?|histor\w*|h/o|hx|after|s/p"
    r"|status\s+post|prior|previous|remote|screen\w*|surveillance|rul\w+|r/o|exclud\w*|suspect\w*|possible|evaluat\w*|follow\w*|f/?u"
    r"|not|declined|refused)\b|\?",
    re.IGNORECASE,
)
"""Words of the name by which it was done to keep something away, of then, or not at all."""


def treated_by_name(words: str) -> Iterator[tuple[str, str]]:
    """The names of what is done for one thing alone, each with the words of what was there."""
    if _NOT_FOR_IT.search(words):
        return
    for one in _TREATMENTS:
        found = one.name.search(words)
        if found is None or (one.beside is not None and not one.beside.search(words)):
            continue
        if one.unless is None or not one.unless.search(words):
            yield found[0].strip(), one.event
