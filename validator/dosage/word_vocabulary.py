"""Words an order may hold that state nothing of the dose, and the names of other drugs."""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Read and of no weight: the verbs, particles and nouns of prescriptions, pharmacy labels and order entry.
KNOWN = _set(
    """
    forgot quantity blood pressure bp hr
    class sufficient works better throw household trash tolerating creatinine board language spanish english imdc
    intermediate favorable poor nephrectomy manages p.o supper pcn loyalty manage worsens
    (s)-malate a about above ac accepted accredo acknowledges across action active actual additional adjuvant
    administer administered administration adult adults advanced advantage adverse advised after afternoon again
    against agent agents aggressive agree agreed agrees alarm all allergies allergy alliancerx allowed along
    alongside already also always am ambulatory an and anti anticancer antineoplastic any anyone anything
    anytime app appeal appearance appropriate approval approved approx approximate approximately are area arise
    arising around around-the-clock arrange as ask assist assistance assistant at attached attention auth
    authorization authorized available avella avoid awakening aware away b b.i.d. back bag base based baseline
    be because bed bedside bedtime been before begin beginning being below benefit benefits best between
    beverage bid biologics biosimilar birth bleeding blister bottle bottles bowl box brand break breakfast
    breast-feeding breastfeeding bridge bring broken but by c cabo calendar can cancer cap cap. caplet caps
    capsule capsules carcinoma card care careful carefully caregiver caregivers caremark carton caution cautious
    cell cells center chart cheaper check chemo chemotherapy chew chewed child childproof children chronic claim
    clear clear-cell clinic clinic's clinical clinician clock close closed closure coated cold combination combo
    comfort coming comment comments commercial complete compliance concern concerns concomitant concurrent
    condition confirm confirmed consent consented consider consistency consistent consistently contact container
    contents continue continued continuing continuous continuously contraception control coordinate copay
    correct correctly cost could counsel counseled counseling counselled coupon covered crush crushed curative
    current currently cut cvs cycle cycles cytotoxic d daily date daughter daw daw1 day days dc dealt
    dehydration deliver delivered delivery denial denied dependent desiccant desiccants detail details diagnosed
    diagnosis diarrhea dict did diet different differentiated difficulty diffuse diplomat direct directed
    direction directions discuss discussed disease disease-free disp dispense disposal dispose dissolve dnf do
    doctor doctor's documented does done door dosage dose dosed doses dosing dr drink drug drugs dry dtc due
    during dx e ea each early ease eat eating ecog education effective effects efficacy either electronic
    eligible ema empty emr enough enrolled ensure entered epic epnet erx especially evaluated evaluation even
    evening evenings ever every every-day everyday exact exactly example exception exelixis exelixisease
    expected experience express extended f f/u failure family fasting father fatigue fax faxed fda feel female
    few file fill filled film film-coated filmcoated fine finish finished first first-line fistula fluid fluids
    follow followed following food for forget form formulary foundation free fresh from front-line frontline ft
    fu full further g gave generic get give given glass gloved gloves go goal good grant grapefruit group
    guideline guidelines h/o had hand hand-foot handle handling hands handwashing hard has have haz hazard
    hazardous hcc hcp hd he health healthy heart heat help hem hem-onc heme hepatic hepatocellular her here hh
    high high-risk him his hmo hold home hospital hour hours how hr hrs hs humana husband hx hypertension
    hypothyroidism i id if immediate immediately impaired important improve in inc include includes including
    indefinite indefinitely indicated indication indications info information infusion infusions ingest initial
    initiate initiated inpatient inr instruct instructed instruction instructions insurance intact intake
    intended intent interactions intervals into is it its itself iv john john's juice keep kidney kit know known
    kroger label labeled labelled labels large last late later least leave left less let letter level levels lid
    life light like limited liquid list listed liver local locally log long low ltd lunch lung made mail
    maintain maintenance make malate male malignant manage management manner manufacturer may md md's meal meals
    mealtime med medicaid medical medically medicare medication medications medicine medicines meds medullary
    met metastases metastatic method mg mid midday mild milligram milligrams min minute minutes ml mod moderate
    moisture monday monotherapy month months morning mornings most mother mouth mr mrcc mrs ms mtc much
    mucositis must mutual my n name nausea nccn ndc near necessary need needed needs neioh neoplasm net nets
    neuroendocrine never new next nexus night nioch niosh no non none nonformulary noon normal not note noted
    notes nothing notice now np number nurse nurses nursing o o.d. observe obtain oc occurs od of office ok okay
    on onc once once-daily onco360 oncologist oncology oncolytic oncolytics one ongoing onset open opened optum
    optumrx or oral oral-tablet oral/po orally order ordered orders original os other otherwise our out
    outpatient over own p p.o. pa pack package packaging packet page pain palliation palliative pancreatic
    papillary part parts pass past pathology patient patient's patients pay pc pcp pending per per-protocol
    pharmacies pharmacist pharmacists pharmacy pharmd phone physician physicians pick pickup pill pillbox pills
    plan planned please plus pm pmh pnet po po. point possible ppe ppo precaution precautions prefer preference
    preferred pregnancy pregnant prep prescribed prescriber prescription prescriptions present prevent primary
    print prior priority problem problems proceed process product products program progress progression proper
    properly protect proteinuria protocol provide provided provider pt pts purpose put q q. qam qd qpm question
    questions quick quickstart r rai rarely rash rcc reach reaction reactions read ready reason reasons receipt
    receive received receives receiving recommend recommendation recommendations recommended record recurrent
    ref refer referral refill refills refractory regarding regimen region regular regularly relapsed related
    remain remember reminder reminders renal renew renewal renewed replacement report request requested require
    required requires resistant restricted result results retail review reviewed right risk rn room route
    routine rtc rx s s-malate s. safe safely safety sales same sample samples sarcomatoid sch schedule scheduled
    scripts second second-line see self send sent separate serious set severe shake she ship shipment shipped
    should show side sig sign signature signed signs since single site skin sleep small smith so some someone
    sometime son soon sp spec specialist specialty specific spills split spoke spouse st stable stage standard
    start started starting stat status stay steady still stomach stomatitis store strength strong study subject
    such sun sunlight supply support sure surface surgical survival swallow swallowed swallowing swallows
    symptoms syndrome systemic t tab tab(s) tab. table tablet tablets tabs tabs. tachycardia take taken takes
    taking target taught tbl teaching team teams tell temp temperature test than that the their them therapeutic
    therapy there these they thing this those through thyroid tier time timed times to today together told
    tolerance tolerate tolerated tolerates tongue too toxicity track transition travel treat treated treating
    treatment treatments try tube tumor tumors tumour tumours type u ud unchanged under understanding
    understands understood unless until until-gone unused up upon urgent use used using usual ut v verbal
    verbalized verified verify very via visit visits voucher w wait wake wake-up waking walgreens warm warning
    was wash washing watch water way we week weekly weeks weight well were what whatever when whenever where
    whether which while who whole wife will with within without woman women work wort would wound write written
    x xr y yes yet you your
    """
)

# These change a dose: a left-over stretch that holds one is told, whatever stands around it.
TELLING = _set(
    """
    two three four five six seven eight nine ten
    alternate alternating decrease decreased double doubled dozen escalate escalated escalation except extra
    half halve halved hold increase increased increasing instead needed off only prn quarter reduce reduced
    reduction rotate skip skipped sos stop taper tapered tapering then thrice titrate titrated titration total
    totals triple tripled twice unless
    """
)

_STEMS = re.compile(
    r"[a-z]{2,}(?:mab|nib|ciclib|parib|rafenib|limus|statin|pril|sartan|olol|dipine|azole|setron|prazole|tidine|cillin|mycin|floxacin|"
    r"cycline|gliptin|gliflozin|glutide|xaban|gatran|parin|caine|azepam|zolam|oxetine|triptan|thiazide|semide|profen|coxib|dronate|"
    r"sone|solone|vir|platin|taxel|rubicin|tecan|bicin|fungin|zosin|barbital|azine|amide|morphone|codone|thyroxine|lukast|terol|"
    r"tropium|afil|dopa|gabalin|bamate|racetam|trigine|pidem|clone|peridol|apine|idone|piprazole|triptyline|ipramine)"
)
_DRUGS = _set(
    """
    acetaminophen advil afinitor albuterol aleve allopurinol amlodipine antacid antacids aquaphor asa aspirin
    atezolizumab ativan atorvastatin atropine avastin axitinib b12 belzutifan biotene bisacodyl calcium cannabis
    capecitabine caprelsa carbamazepine carvedilol cbd citalopram clarithromycin clobetasol clonidine
    clopidogrel colace cometrique compazine coumadin crestor d3 decadron denosumab dexamethasone diphenoxylate
    docusate dronabinol duloxetine eliquis escitalopram eucerin everolimus famotidine fentanyl finasteride fish
    flomax folic fotivda furosemide gabapentin gavreto heparin humalog hydralazine hydrocortisone hydromorphone
    ibuprofen imfinzi imodium inlyta insulin ipilimumab iron itraconazole ketoconazole keytruda lanreotide
    lantus lasix lenvatinib lenvima levothyroxine lexapro lidocaine liothyronine lipitor lisinopril lomotil
    loperamide lorazepam losartan lovenox lutathera lyrica maalox magnesium marinol medrol megace megestrol
    melatonin metformin metoclopramide metoprolol miralax mirtazapine morphine motrin mouthwash multivitamin
    mvasi mylanta naproxen neurontin nexavar nivolumab norvasc nystatin octreotide olanzapine omega omeprazole
    ondansetron opdivo opdualag oxycodone pantoprazole paracetamol pazopanib pembrolizumab pepcid phenobarbital
    phenytoin plavix potassium ppi prednisone prilosec prochlorperazine prolia protonix reglan retevmo
    rifampicin rifampin rosuvastatin sandostatin senna sertraline simethicone simvastatin somatuline sorafenib
    spironolactone stivarga sunitinib sutent synthroid tamsulosin tecentriq temodar temozolomide tivozanib
    tramadol tums turmeric tylenol udderly urea vandetanib vitamin votrient warfarin welireg xarelto xeloda
    xgeva yervoy zinc zirabev zofran zoloft zolpidem zometa zyprexa
    """
)
_NOT_DRUGS = _set("enzyme amide sone vir clone environ")


def is_other_drug(word: str) -> bool:
    """Whether a word, in lower case, is the name of some drug by the list or by its ending."""
    return word in _DRUGS or (len(word) > 5 and word not in _NOT_DRUGS and _STEMS.fullmatch(word) is not None)
