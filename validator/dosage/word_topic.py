"""Pieces of patterns for what the words of an order speak of beside the dose: holds, calls, dates, meals, values."""

from __future__ import annotations

from validator.dosage.word_pattern import DO_NOT, MASS, NUM

REST = (
    rf"(?:(?!(?:[,:]|\band|\bthen) ?(?:take|give|swallow)\b|, ?(?:{NUM} ?(?:x )?(?:tab|cap|pill|mg)|as needed"
    rf"|prn\b|total|every other|skip weekends|{NUM} ?(?:days?|weeks?|wks?) on\b))"
    r"[^;])*"
)
"""The rest of a clause, up to where it turns to the dose again."""
_SCHEDULE = (
    rf"(?:days? \d+ ?(?:-|to|through) ?\d+ (?:of|every|q)|{NUM} days? (?:a|per|each|every|/) ?(?:week|wk)"
    rf"|bid|tid|(?:weekdays|weekends) only|only (?:on )?(?:weekdays|weekends)|{DO_NOT} (?:fill|dispense))\b"
)
"""Days of taking, or no filling: nothing that somebody is called for."""
_CALL_REST = REST.replace(
    "(?:(?!",
    rf"(?:(?!,\s*(?:and |then |please )*(?:{_SCHEDULE}|on hold\b"
    rf"|(?:dose )?(?:reduced|decreased|lowered|increased|changed) to {NUM} ?mg"
    rf"|{NUM} ?mg (?:daily|once|every|from)\b))(?!",
    1,
)
"""The rest of a call ("report rash"), up to where it turns to the dose: what is said of the days is none of a sign."""
_TURN = (
    r",\s*(?!(?:and )?then \d)(?:and |then |please |also |but |now )*(?:tak(?:e|en|ing)|give|use|dispense|fill"
    r"|increas"
    r"|decreas|reduc|doubl|half|halv"
    r"|titrat|taper|ramp|skip|omit|change|switch|replace|hold|stop|discontinu|d/?c|cancel|void|ignore|disregard|paus"
    r"|suspend"
    r"|not taking|no longer|never take|not to be|do not (?:take it|take this|fill|dispense|use|start|give)|wrong"
    r"|entered in"
    r"|error|duplicate|only|new dose|current dose|actual dose|daily dose|dose|for (?:a )?total|to make|total|plus"
    r"|combine"
    r"|twice|once a|two daily|weekly|monthly|every (?:\d|other)|weekdays|weekends|q ?\d|bid\b|tid\b|bd\b|p\.?r\.?n|if"
    r" needed"
    r"|when (?:needed|required)|as needed|days? \d|loading|single dose|one dose|stat\b|[\d(+=]|cabo|capsule"
    r"|open|eat\b"
    r"|divide|disperse|crush|chew|insert|apply to|intraven|iv\b|im\b|sublingual|topical|by rectum|inhale|rest days"
    r"|drug holiday"
    r"|one week|order cancel|therapy|patient (?:is )?(?:taking|no longer)|pt (?:is )?taking)"
)
"""Behind a comma: what is no item of a list of things to avoid, but tells of the dose again."""
ADVICE_REST = REST.replace("(?:(?!", f"(?:(?!{_TURN})(?!", 1)
"""The rest of a clause of advice, which no condition makes its own, up to where it turns to the dose."""
AMOUNT = MASS.replace("?P<low>", "?:").replace("?P<high>", "?:").replace("?P<unit>", "?:")
HOLD = (
    r"(?:hold(?:ing)?|stop(?:ping)?|discontinue|interrupt|withhold|pause|suspend|skip|d/c|dc|reduc(?:e|ing)"
    r"|decreas(?:e|ing)"
    r"|reductions?|lower|de-?escalate|dose[- ]reduc(?:e|tion)|delay|quit|omit)"
)
CALL = (
    r"(?:call(?:ing)?|phone|notify|contact|page|report|tell|inform|alert|ask|consult|message|text|email|seek|"
    r"go to (?:the )?(?:er|ed|emergency)|return to (?:clinic|office)|see (?:md|your|the|doctor|provider|package"
    r"|attached|back)"
    r"|follow[ -]?up|f/u|rtc|let (?:us|your))"
)
_LEADS_TO = r" ?(?:-+>|=+>|\u2192) ?"
CALLS = (
    rf"\b(?!cabo|drug|med|rx|order|this|it\b)[a-z][a-z/-]+{_LEADS_TO}(?:{HOLD})\b[^;,.]{{0,20}}?(?:\band\b|&|,"
    rf"|/|\+) ?"
    rf"(?:{CALL})\b{REST}",
    rf"\b(?:grade|gr|g) ?[2-4]\b[^;,.]{{0,30}}?{_LEADS_TO}(?:{HOLD})\b{REST}",
    rf"\b(?:{CALL})\b[^;,]*\b(?:clinic|office|questions?|nurse|triage|pharmacy|us|line)\b[^;,]*, weekdays only\b",
    rf"(?<![a-z] )(?<![a-z], )\b(?:{CALL})\b(?! (?:if|when)){_CALL_REST}",
    rf"\b(?:{CALL})\b{REST}",
)
"""What a sign leads to; the hours of those who are called, and about what; what hangs on a condition, to its end."""
NOT_A_SIGN = (
    rf"(?!for (?:{NUM}|a (?:few|week|day|month|couple)|now|today|tonight|the (?:next|time|moment|rest)|further"
    rf"|this)\b)"
    rf"(?!after (?:about |another |the |first |second |next |a |an |few |couple |of |{NUM} ?-? ?)*"
    r"(?:days?|wks?|weeks?|months?|cycles?|doses?)\b(?! of\b))"
    r"(?!with (?:the |his |her |this )?(?:next|new|this|coming) (?:fill|refill|cycle|bottle|shipment|visit|dose"
    r"|rx|order|month)\b)"
)
"""Time that passes is no sign: "reduce to 40 mg after 2 weeks" changes the dose."""
WHEN = (
    rf"(?:{NOT_A_SIGN}(?:\b(?:if|for|when|whenever|with|upon|in case|should|unless|after"
    r"|(?<!\bat )once(?! (?:daily|a day|every|weekly)\b))\b)"
    rf"|[<>\u2264\u2265]=? ?\d)"
)
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
DATE = (
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:\d{{4}}-\d{{2}}(?:-\d{{2}})?"
    rf"|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}"
    r"|(?!(?:14|21)/(?:21|28)(?![\d/]))"
    rf"\d{{1,2}}/\d{{1,2}}(?!\s*(?:tab|cap|pill|mm|dose|of a|schedule|regimen|cycle))"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
    rf"(?:,? ?\d{{4}})?|\d{{1,2}}[ -]{MONTH}(?:[ -]\d{{2,4}})?|{MONTH} \d{{4}})(?!\w)"
)
LAPSE = (
    rf"(?:at least |about |minimum (?:of )?|more than |[>\u2265]=? ?)?(?:{NUM}|an|a|half an)(?: ?\(\d+\))?(?: ?(?:-"
    rf"|to) ?{NUM})?(?: ?\+| or more| plus)?[ -]*(?:h(?:ou)?rs?|h|min(?:ute)?s?)"
)
NOT_WITH = (
    rf"\b(?:{DO_NOT}|avoid|not to) (?:be )?(?:tak(?:e|en|ing)|us(?:e|ed|ing)|give|given|administer(?:ed)?|swallow)\b"
    r"(?: (?:this|it|the|your))?(?: (?:medication|medicine|drug|med|tablets?|capsules?|cabo\w*|pills?|dose))?"
    rf"(?: (?:(?:together |along |at the same time )?(?:with|as|within)\b|(?:until|till) (?:at least "
    rf"|about )*{LAPSE}))"
    rf"{REST}"
)
"""What the drug is not to be taken with, or how soon after it, which orders nothing and stops nothing."""
NOT_BEFORE = (
    rf"{DO_NOT} (?:be )?(?:start(?:ed)?|begin|begun|taken?|given?|administer(?:ed)?|resumed?|restart(?:ed)?|used?)\b"
    r"[^;.]{0,30}?"
    rf"\b(?:until|till|before) {DATE}"
)
"""A day to come before which the drug is not to be given: until then the order is held."""
_SUPPLY_MATTER = (
    rf"(?:{DATE}|\d|(?:the |a |an |his |her |their |your |next |our |all |any )*"
    r"(?:insur|auth|pa\b|prior auth|approv|cover|co-?pay|benefit"
    r"|pay|assist|grant|fund|deliver|ship|due|refill|fill|stock|price|bill|request|need"
    r"|month|week|tomorrow"
    r"|(?:patient|pt|caregiver|family|he|she|they) (?:calls?|confirms?|requests?|asks?|contacts?|needs?|picks?"
    r"|runs?|is ready|are ready|ready|has been contacted|is contacted)|rems|enrol))"
)
"""What a pharmacy waits for on its own: days, insurance, deliveries. The label and the prescriber do not."""
OPERATION = r"(?:surger|surgical|dental|procedure|extraction|operation|biopsy|colonoscop|endoscop|\w+ectom)"
HELD_BACK = (
    rf"{DO_NOT} (?:be )?(?:fill|dispense|release|ship|process)(?:ed|d)?(?: \w+)? (?:until|till|pending) "
    rf"(?!{_SUPPLY_MATTER})[^;]*",
    r"\b(?:hold(?:ing)?|stop|pause|suspend|interrupt|withhold)\b"
    r"(?: (?!for\b|\d|weeks?\b|days?\b|at\b|before\b|prior\b)\w+){0,3}"
    rf" for (?:(?!{NUM}\b|weeks?\b|days?\b|at\b)[a-z]+ ){{0,3}}{OPERATION}\w*(?: [a-z]+)? "
    rf"(?:on |scheduled |for )*{DATE}",
    r"\b(?:wait(?:ing)?|delay(?:ing)?|defer(?:ring)?|postpone|postponing)"
    r"(?: (?:to|the|this|drug|therapy|treatment|of))* (?:start\w*|begin\w*|initiat\w+|first dose)\b[^;]*",
    r"\bnot to (?:be )?(?:start(?:ed)?|begin|begun)\b[^;]*?\b(?:until|till|before|pending)\b[^;]*",
    r"^\W*(?:(?:please|pls|pt|patient|to|rn|will|we|continue|cont)\W+)*(?:hold(?:ing)?|held"
    r"|(?:currently )?on hold|withhold|withheld)"
    r"(?: (?:the|this|drug|med(?:ication)?|cabo\w*|dos(?:e|ing)|therapy|treatment|tx|order|rx|script"
    r"|it))* (?:until|till) "
    rf"(?!{_SUPPLY_MATTER}|(?:improv\w+|recover\w*|resol\w+|toxicity|ae\b|adverse|symptoms)[^;]*\b(?:grade"
    rf"|baseline)\b)[^;]*",
    rf"{DO_NOT} (?:be )?(?:take|taken|give|given|administer(?:ed)?|use|used)"
    r"(?: (?:this|the|any|your|more|drug|med(?:ication|icine)?|cabo\w*|it))* (?:until|till|pending) "
    rf"(?!{_SUPPLY_MATTER}|at least|about|an? |half|one\b|two\b|you (?:have )?(?:eaten|ate)|after)[^;]*",
    r"\b(?:remain|stay|kept|keep|remains|stays)(?: (?:patient|pt|him|her|them))? off (?:of )?(?:the |this |all )?"
    r"(?:cabo\w*|drug|med(?:ication)?|therapy|treatment|tki|it)\b",
)
"""The drug is not given for now: it waits for something clinical, an operation of a certain day, or no more is said."""
MADE_ANOTHER = r"(?<=dose was) (?:reduced|decreased|lowered|increased|escalated|raised|changed) to \d+ ?mg\W*$"
"""A change of the dose of which nothing behind it tells that it was so before."""
UNTIL_IT_ENDS = (
    r"\b(?:continue |take |treat |given? )?(?:until|till) (?:the )?(?:disease|tumou?r|radiographic|clinical"
    r"|progress\w*|unacceptable|intoler\w*|toxicity|told|"
    r"instructed|advised|directed|otherwise|your|seen|gone|discontinu\w*|finished|complete\w*|all|bottle"
    rf"|next (?:visit|appointment)|pod?\b)"
    rf"(?![^;]*\bthen\b[^;]{{0,25}}(?:\d|\btake\b|\bhalf\b|\bone\b|\btwo\b)){REST}"
)
"""How long, with a reason that ends every such treatment."""
BEFORE_THIS_DOSE = (
    r"\b(?:(?:started|began|begun|initiated)(?: (?:on|with|at|cabo\w*|therapy|treatment|dose|the|of))*"
    rf"|(?:reduced|decreased|lowered|dropped|cut)(?: (?:back|down))? to) {AMOUNT}(?:(?!\d ?mg\b)[^;])*?"
    r"(?=\b(?:now|back(?: up)? to|then (?:(?:back )?up|increased|escalated|raised)|(?:re-?)?(?:in|es)c(?:reas"
    r"|alat)ed)\b"
    rf"(?: [a-z]+){{0,3}} {AMOUNT})",
    rf"\b(?:after|since|having) (?:tolerat\w+|taking|being on|complet\w+)(?: \w+){{0,2}}? {AMOUNT}[^,.;()]*",
)
"""A dose behind which, in the same sentence, the one of now is told: "started at 40 mg, now 60 mg"."""
MEAL = r"(?:food|eating|(?:a |the |any |your |each )?(?:\w+ )?meals?|breakfast|lunch|dinner|supper|snacks?|you eat)"
LAB = (
    r"(?:ast|alt|sgot|sgpt|inr|hgb|hb|hemoglobin|plt|platelets?|anc|wbc|creatinine|scr|cr|crcl|cr cl|egfr|gfr"
    r"|t ?bili|bili(?:rubin)?|albumin|alb|tsh|"
    r"potassium|magnesium|mag|calcium|phos(?:phorus)?|qtc?f?|lvef|ef|a1c|glucose|ecog|kps|ps|hr|pulse"
    r"|temp(?:erature)?|fever|sbp|dbp|bp|blood pressure|"
    r"systolic|diastolic|proteinuria|upcr|upc|lfts?|uln|child[- ]pugh|score|pd-?l1|tmb|ki-?67|spo2|o2)"
)
_APPLY = (
    r"apply\b(?:(?=[^.;\n]*\b(?:creams?|lotions?|ointments?|moisturi[sz]\w*|emollients?|urea|sunscreen|sunblock|balm"
    r"|gels?|ice"
    r"|pressure|heat|cold|compress\w*|dressings?|bandages?|barrier|powder|vaseline|petroleum|aquaphor|eucerin|udderly"
    r"|steroid"
    r"|hydrocortisone|clobetasol|lidocaine|patch(?:es)?|labels?|stickers?|copay|coupons?)\b)"
    r"|(?! *(?:topical\w*|\d|once|twice|daily|thin\w*|liberal\w*|sparing\w*"
    r"|(?:to|on) (?:the |your |an? )?(?:affected|skin|areas?|lesions?|tumou?rs?|rash))\b))"
)
"""A cream beside the drug; what is applied to the skin and named nothing is the drug, which is swallowed."""
OTHER_THINGS = (
    r"(?:monitor(?:ing)?|re-?check|check|measure|record|log|weigh|labs?|blood ?work|cbc|cmp|draws?|scans?|cts?|mris?"
    r"|imaging|restag(?:e|ing)|"
    rf"appointments?|appts?|visits?|clinics?|drink|moisturi[sz]e|{_APPLY}|rinse|gargle|brush|keep|store|storage|wear"
    rf"|wash"
    r"|use sunscreen|avoid|limit|watch|exercise"
    rf"|rest(?! ?days?\b| {NUM} (?:days?|weeks?) (?:of|out of|every|each|per)\b)"
    r"|next (?:visit|scan|labs?|appt|cycle|refill)|echo(?:cardiogram)?|ekg|ecg|urinalysis|ua|urine"
    r"|(?<!\d )schedule(?! ?\d/\d)"
    r"|baseline|reassess|re-?evaluate|toxicity check)"
)
OTHER_THING = (
    r"(?:take|use|give|start|continue|change|check|apply|increase|reduce)s? "
    r"(?:(?:a|an|the|his|her|their|your|home|some|more|daily) )*"
    r"(?:bp|blood pressure|temp(?:erature)?|weights?|pulse|vitals?|moisturi[sz]ers?|lotions?|creams?|ointments?"
    r"|emollients?|mouth ?wash(?:es)?|(?:mouth )?rins(?:es?|ing)|sunscreen|photos?|pictures?|labs?|dressings?|fluids?"
    r"|water|urea|walks?|supplements?|vitamins?|calcium|ice|lip balm|eye drops?|laxatives?|stool softeners?"
    r"|antiemetics?|(?:(?:effective|reliable|adequate|appropriate|highly|non-?hormonal|barrier|two|2|forms?"
    r"|methods?|of) )*"
    r"(?:contracepti\w+|birth control|condoms?|protection))(?!\w)"
)
"""What is taken, used or looked at beside a drug."""
_MAY_HAVE_A_DOSE = rf"(?:(?:drink|limit|avoid)\b|{_APPLY})"
_UP_TO_A_DOSE = (
    rf"(?:(?!(?<![\d.])(?:dose ?(?:is|of|:)? ?)?{AMOUNT}(?: (?:po|by mouth|orally))?(?: once| twice)?"
    r" (?:daily|a day|per day|each day|every|qd|bid)\b)"
    rf"{REST.removeprefix('(?:')}"
)
ANOTHER_MATTER = rf"\b{_MAY_HAVE_A_DOSE}{REST}|\b{OTHER_THING}{_UP_TO_A_DOSE}|\b{OTHER_THINGS}\b{_UP_TO_A_DOSE}"
"""What is no matter of the dose, with the rest of its clause: an amount with how often it is taken ends it, unless the
matter may have such an amount of its own ("limit sodium to 2000 mg daily")."""
_OF_MAGNESIUM = r"(?:^\W*|[,;(+&] ?|\b(?:and|on|plus|with|takes?|taking) )mg(?: ?ox(?:ide)?)? (?:[2-9]\d\d|1000) ?mg\b"
"""The sign of the element before an amount that no order here has: "Mg 400 mg"."""
_NOT_IN_STOCK = (
    r"\b\d+ ?mg(?: (?:tab|cap)\w*)? (?:is |are |currently )*"
    r"(?:not in stock|out of stock|(?:on )?back-?order(?:ed)?|unavailable)\b"
)
"""A strength that the pharmacy does not have, and so not the one to give."""
NOT_OF_THIS_DOSE = (
    _OF_MAGNESIUM,
    _NOT_IN_STOCK,
    r"\b(?:cancel|void|disregard|ignore|d/?c) (?:the |any |all |his |her |their |patient'?s "
    r"|pt'?s )?(?:previous|prior"
    r"|old|earlier"
    r"|last|existing)\b(?: \w+)? (?:order|rx|script|prescription|dose|strength|sig|directions?)s?\b[^,.;]*",
    r"\b(?:(?:strong|moderate|weak|potent) )?(?:cyp ?3a4?(?:/5)?|p-?gp)(?: (?:inhibit|induc)(?:ors?|ers?)"
    r"| substrates?"
    r"| interactions?)?\b",
    rf"\b(?:next|first) (?:meal|food|snack|breakfast|lunch|dinner|supper) (?:(?:is|at|least|no|sooner|than"
    rf"|not|before) )*"
    rf"{LAPSE} (?:after|later|afterwards?)\b",
    rf"\bdose (?:reductions|levels|modifications|adjustments)(?: levels| steps)?\s*(?:[:=]|-)\s*"
    rf"{AMOUNT}(?: (?:once )?daily)?(?:\s*(?:,|/|-+>|and|followed by|then|\s)+{AMOUNT}(?: (?:once )?daily)?)+",
    rf"\b{DO_NOT} (?:be )?(?:take|taken|give|given|administer(?:ed)?|start(?:ed)?|resumed?|restart(?:ed)?|used?)\b"
    rf"(?: (?:it|this|the|drug|med(?:ication|icine)?|cabo\w*))* (?:for|within) (?:(?:at least|a minimum of) )?"
    rf"{NUM} ?(?:days?|d|weeks?|wks?|w) (?:after|following|of) (?:(?:any|an?|major|minor|dental) )*{OPERATION}\w*"
    rf"(?=\W*$|(?: and| or|,) (?:until |till )?(?:adequate |full |complete )?(?:wound|healed))",
)
"""An earlier order that is cancelled, a kind of drugs by its enzyme, a meal that comes after the dose."""
