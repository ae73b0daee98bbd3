"""The calls that need content, bound to what ships with this version: most tests are about nothing else."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path

from validator.assessment import label_choice
from validator.chart import record
from validator.client import observation_codes as asked
from validator.label import describe as questions
from validator.label import difference, select
from validator.label.model import Label
from validator.profiles import shipped
from validator.report import correction, explain, label_difference, label_page
from validator.terminology import product
from validator.terminology.codebook import Codebook

SHIPPED = shipped()
BOOK = SHIPPED.book
LABELS = SHIPPED.labels

revision_in_force = partial(select.revision_in_force, LABELS)
revisions_in_force = partial(select.revisions_in_force, LABELS)
product_of = partial(product.product_of, BOOK)
product_from_text = partial(product.product_from_text, BOOK)
describe = partial(questions.describe, book=BOOK)
in_words = partial(difference.in_words, book=BOOK)
corrected_order = partial(correction.corrected_order, book=BOOK)
choose_label = partial(label_choice.choose_label, labels=LABELS)
label_text = partial(label_page.label_text, book=BOOK)
difference_text = partial(label_difference.difference_text, book=BOOK)
orders_in = partial(record.orders_in, book=BOOK)
chart_for = partial(record.chart_for, book=BOOK)
observation_codes = partial(asked.observation_codes, SHIPPED)
words = partial(explain.words, SHIPPED)
pages_of = partial(explain.pages_of, profiles=SHIPPED)


def shipped_with(fixture: Path, folder: Path) -> Path:
    """A copy of the shipped label data as `folder`, which is not there yet, with those of a fixture laid over them."""
    shutil.copytree(SHIPPED.root, folder)
    return Path(shutil.copytree(fixture, folder, dirs_exist_ok=True))


def codebook() -> Codebook:
    """The shipped value sets."""
    return BOOK


def products() -> tuple[str, ...]:
    """The products with a shipped label."""
    return LABELS.products


def revision_dates(product: str) -> tuple[date, ...]:
    """The days of a product's shipped revisions, oldest first."""
    return LABELS.revision_dates(product)


def load_label(product: str, day: date) -> Label:
    """A shipped revision."""
    return LABELS.revision(product, day)
