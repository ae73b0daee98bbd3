"""A major operation by how its name is made: "Hemispherectomy", "Transplantation of heart", "Low anterior resection".

Names of operations are made of a root and an organ, so the lists hold the usual ones and the root tells the rest. Not
counted is what is done through a scope, a needle or a catheter, on skin, teeth, eyes or vessels near the surface, and
what an operation on the ear, nose or throat of an outpatient is called: the label speaks of major surgery. Which these
are is a project choice (CLARIFICATIONS). Source: label 2.1 and 5, surgery and wound healing.
"""

from __future__ import annotations

import re

from validator.regex import compiled

_DEEP = (
    r"(?:heart|cardiac|ventric\w+|atri(?:um|a|al)|aort\w+|pericardi\w+|mediastin\w+|lungs?|lobe|pleura|thym\w+|kidneys?|renal|adrenal|liver|hepatic"
    r"|spleen|pancrea\w+|bile\s+ducts?|stomach|duoden\w+|bowel|intestines?|ileum|jejun\w+|colon|sigmoid|rectum|appendix|esophagus|periton\w+"
    r"|mesenter\w+|omentum|retroperitone\w*|diaphragm|uterus|ovar(?:y|ies|ian)|fallopian\s+tubes?|adnexa|brain|cereb\w+|intracranial|crani\w+"
    r"|mening\w+|spin(?:e|al)|pituitary|pineal|vertebra\w*)"
)
_ORGAN = (
    rf"(?:{_DEEP}|gallbladder|vagina|vulva|prostate|bladder|ureters?|urethra|test(?:is|es|icles?)|breasts?|thyroid|parathyroid|parotid|larynx"
    r"|pharynx|trachea|maxilla|mandible|mastoid|chest\s+wall|ribs?|sternum|femur|hip|knee|shoulder|abdominal\s+wall)"
)
_GRAFTED = (
    r"(?:heart(?:[\s-]+lung)?|cardiac|(?:(?:single|double|bilateral)\s+)?lungs?|kidneys?|renal|liver|hepatic|pancreas|pancreatic"
    r"|(?:(?:small|large)\s+)?intestin\w+|bowel|ileum|multivisceral|uterus|ovary|thymus|spleen|face)"
)
_WORDS = r"(?:[\w-]+\s+){0,4}"
_REMOVAL = compiled(
    # A tumor, a clot or a stone is fetched by any way, the other organs are small or near the surface.
    r"\b(?!(?:bunion|adenoid|apico|athere?|bur|burs|capsul|cerumen|chondr|condyl|cyclo|dacryocyst|disk|embol|epididym|fascia?|foreskin|fren|frenul"
    r"|fistul|ganglion|gingiv|gonio|hemorrhoid|haemorrhoid|hydrocel|irid|kerat|lens|lesion|lump|lymphangi|matri[cx]|menisc|neur|onych"
    r"|operc|pannicul|papill|phleb|pleur|polyp|posth|pulp|pter[yi]gi|punct|radi[ck]|scler|sept|sialolith|spermatocel|stap[e]d|synov"
    r"|teno?|tenosynov|thromb|thrombo|tonsill?|tonsillo|trabecul|turbin|ureterolith|uvul|urethr|varic|varicocel|vas|vaso|vitr)ectomy\b)"
    r"\w{2,}ectom(?:y|ies)\b",
    re.IGNORECASE,
)
_RESECTION = compiled(
    r"\bresection\b|\bexenteration\b|\bdebulking\b|\bdecortication\s+of\s+lung\b|\bdisarticulation\b"
    rf"|\b(?:excision|removal|repair|reconstruction|exploration)\s+of\s+(?:(?!lesion|cyst|skin|graft|device)[\w-]+\s+){{0,4}}{_ORGAN}\b"
    r"|\b(?:excision|removal|debridement|incision|sutur(?:e|ing)|closure|division|fixation|plication|oversewing|reimplantation|replacement"
    r"|ligation|unroofing|marsupialization|decompression|operations?|surgery|surgical\s+procedure|patching|enucleation|extirpation"
    rf"|(?:lysis|freeing)\s+of\s+adhesions)\s+(?:of|on|in)\s+{_WORDS}{_DEEP}\b"
    rf"|\b{_DEEP}\s+(?:\w+\s+)?(?:removal|excision|reconstruction|repair|replacement|sutur(?:e|ing)|surgery|operations?)\b",
    re.IGNORECASE,
)
_GRAFT = compiled(
    rf"\b(?:allo|auto|homo|hetero|xeno|re)?transplant(?:ation)?\s+of\s+{_WORDS}{_GRAFTED}\b"
    rf"|\b{_GRAFTED}\s+(?:allo)?transplant(?:ation)?\b",
    re.IGNORECASE,
)
_JOINING = compiled(
    r"\banastomosis\b|\bbypass\b|\barthroplasty\b|\barthrodesis\b"
    r"|\b\w{3,}o(?:gastr|duoden|jejun|ile|col|enter|cyst|pancreat|sigmoid|proct)ostom(?:y|ies)\b"
    r"|\b(?:cardi|duoden|gastr|enter|hepat|splen|nephr|herni|aort)\w*rrhaphy\b"
    r"|\bhernia\s+repair\b|\bhernioplasty\b|\brepair,?\s+(?:[\w/]+\s+){0,4}hernias?\b"
    r"|\b(?:hip|knee|shoulder|heart\s+valve|aortic\s+valve|mitral\s+valve)s?\s+(?:being\s+)?replaced\b"
    r"|\breplacement\s+of\s+"
    + _WORDS
    + r"(?:hip|knee|shoulder|elbow|ankle)\b|\b(?:hip|knee|shoulder)\s+(?:fracture\s+repair|fixation)\b"
    r"|\b(?:replacement|repair|correction|closure)\s+of\s+"
    + _WORDS
    + r"(?:valve|septal\s+defect|aneurysm\w*|aorta|coarctation|hernia)\b"
    r"|\bclosure\s+of\s+"
    + _WORDS
    + r"(?:colostomy|ileostomy|urostomy|perforat\w+)\b|\bclipping\s+of\s+"
    + _WORDS
    + r"aneurysm\b",
    re.IGNORECASE,
)
_BY_ITS_NAME = compiled(
    r"\b(?:by|through)\s+(?:(?:an?|the)\s+)?(?:abdominal|thoracic|open(?:\s+chest)?|transthoracic|retroperitoneal|neck)\s+(?:approach|incision)\b"
    r"|\bmajor\s+(?:surgery|operation)\b|\bopen\s+(?:heart|chest|abdominal|reduction)\b|\bopen\s+(?:\w+\s+){0,2}(?:repair|fixation)\b|\binternal\s+fixation\b"
    r"|\bevacuation\s+of\s+(?:\w+\s+){0,2}h(?:a)?ematoma\b|\bburr\s+holes?\b|\b(?:vp|ventriculoperitoneal)\s+shunt\b|\bcolon\s+resection\b"
    r"|\b(?:valve|aortic\s+root)\s+(?:replacement|repair)\b|\b(?:lysis\s+of\s+adhesions|(?:abdominal\s+exploration|exploration\s+of\s+abdomen))\b"
    r"|\blung\s+volume\s+reduction\b|\b(?-i:BKA|AKA|AVR|MVR|HIPEC)\b"
    r"|\b(?:implantation|insertion)\s+of\s+(?:\w+\s+){0,3}ventricular\s+assist\s+device\b"
    r"|\bligation\s+of\s+(?:\w+\s+){0,2}(?:carotid|iliac|femoral|renal|subclavian|uterine|hypogastric)\s+arter(?:y|ies)\b"
    r"|\bamputation\b|\b(?:sternotomy|osteotomy|fasciotomy|nephrotomy|gastrotomy|enterotomy|colotomy|choledochotomy|hepatotomy|cardiotomy"
    r"|valvotomy|commissurotomy|hysterotomy|pericardiotomy|arthrotomy|laparotomy|thoracotomy|craniotomy)\b"
    r"|\b(?:fundoplication|pyeloplasty|pyloroplasty|acetabuloplasty|neck\s+dissection|lymph\s+node\s+dissection|\w*colpopexy|rectopexy)\b"
    r"|\b(?:reversal|takedown|formation|creation)\s+of\s+(?:\w+\s+){0,2}(?:colostomy|ileostomy|urostomy)\b"
    r"|\b(?:colostomy|ileostomy|ostomy|stoma)\s+(?:closure|reversal|takedown|formation)\b",
    re.IGNORECASE,
)
_NONE_OR_BY_A_SCOPE = compiled(
    r"\b(?:endoscop\w*|fiberoptic|transurethral|tur[bp]t?|hysteroscop\w*|transcervical|bronchoscop\w*|colonoscop\w*|cystoscop\w*|ureteroscop\w*"
    r"|arthroscop\w*|mucosal?|submucosal|snare|percutaneous|transluminal|catheter\w*|transcatheter|needle|biops\w*|endovascular|endoluminal"
    r"|angiograph\w*|fluoroscop\w*|laser|cryo\w*|radiofrequency|skin|cutaneous|nail|suture|staples?|drain|stent|cast|splint|device\s+check"
    r"|foreign\s+body|tooth|teeth|dental|lens|cataract|eyelid|conjunctiv\w*|polyps?|warts?|cerumen|bone\s+marrow|stem\s+cells?|cornea\w*|hair"
    r"|f(?:ae|e)cal|islets?|transanal|screening|colonography|tube|laceration|moles?|pessary|brace|prosthesis\s+check|pacemaker|defibrillator|generator|electrodes?|leads?|fluid|effusion|ascites|calcul(?:us|i)|stones?|intrauterine|iud|laminaria|contraceptive|hand|finger|thumb|toes?\s+nail"
    r"|diagnostic|external\s+approach|via\s+natural|no(?!\s+complications)|not(?!\s+otherwise)|den(?:ies|ied)|never)\b",
    re.IGNORECASE,
)


def is_major_operation(words: str) -> bool:
    """Whether words, of a procedure alone, name an operation that is major by its root and organ."""
    if _NONE_OR_BY_A_SCOPE.search(words):
        return False
    return any(pattern.search(words) for pattern in (_REMOVAL, _RESECTION, _GRAFT, _JOINING, _BY_ITS_NAME))
