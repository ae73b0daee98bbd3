"""The finding codes of precautions are label data: each has one title and one page, and a mistake is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.shipped import SHIPPED

from validator.finding import IssueType
from validator.label.load import LabelError
from validator.label.pages import as_concept, pages_of
from validator.profiles import Profiles

OWN = '[our-code]\ntitle = "Our own code"\npage = "What it means,\\n and what to do."\n'


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED.root, tmp_path / "profiles"))


def with_pages(profiles: Path, text: str, product: str = "cometriq") -> tuple[str, ...]:
    """The mistakes beside pages of one product's own."""
    (profiles / "labels" / product / "pages.toml").write_text(text, encoding="utf-8")
    return Profiles(profiles).mistakes()


def test_a_product_has_pages_of_its_own_beside_those_that_are_shared(profiles: Path) -> None:
    assert with_pages(profiles, OWN) == ()
    pages = Profiles(profiles).labels.pages
    own = pages["our-code"]
    assert (own.display, own.page) == ("Our own code", "What it means, and what to do.")
    assert own.issue_type is IssueType.BUSINESS_RULE
    assert pages.keys() - SHIPPED.labels.pages.keys() == {"our-code"}
    assert Profiles(profiles).labels.revision_dates("cometriq") == SHIPPED.labels.revision_dates("cometriq")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            OWN.replace("title", "name"),
            "name is not known; a code has a title and a page, and perhaps a to_do",
        ),
        (OWN.replace("title", "name"), "our-code: has no title"),
        (OWN.partition("page")[0], "our-code: has no page"),
        (OWN.replace('"Our own code"', '"  "'), "our-code: has no title"),
        (OWN.replace('"Our own code"', "7"), "our-code: has no title"),
        (OWN.replace("Our own code", "Our own code."), "our-code: a title has at most 80 characters and no full stop"),
        (OWN.replace("Our own code", "o" * 81), "our-code: a title has at most 80 characters and no full stop"),
        (OWN.replace("our-code", "Our-Code"), "Our-Code: a code is of small letters"),
        (OWN.replace("our-code", "our--code"), "our--code: a code is of small letters"),
        (OWN.replace("our-code", "recent-hemorrhage"), "its page stands in pages.toml too; a code has one"),
        (OWN.replace("our-code", "dose-above-label"), "dose-above-label: a code of the program"),
        ('our-code = "a page"', "our-code: expected a table with title and page"),
        (f'{OWN}to_do = "Stop."\n', "our-code: to_do is an imperative, without a full stop"),
        (f"{OWN}to_do = 7\n", "our-code: to_do is an imperative, without a full stop"),
        ("[our-code\n", "cometriq/pages.toml: "),
    ],
)
def test_a_mistake_in_the_pages_is_told_with_its_file(profiles: Path, text: str, said: str) -> None:
    found = with_pages(profiles, text)
    assert all(one.startswith("labels/cometriq/pages.toml") for one in found)
    assert any(said in one for one in found), found


def test_no_label_loads_beside_pages_with_a_mistake(profiles: Path) -> None:
    with_pages(profiles, OWN.replace("title", "name"))
    with pytest.raises(LabelError, match=r"^cometriq/pages\.toml\.our-code: "):
        Profiles(profiles).labels.newest("cabometyx")


def test_two_products_do_not_tell_one_code_twice(profiles: Path) -> None:
    with_pages(profiles, OWN)
    (found,) = with_pages(profiles, OWN, "cabometyx")
    assert found == "labels/cometriq/pages.toml.our-code: its page stands in cabometyx/pages.toml too; a code has one"


def test_a_folder_without_pages_declares_no_code(tmp_path: Path) -> None:
    assert pages_of(tmp_path).codes == {}
    assert pages_of(tmp_path).mistakes == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN, None),
        (OWN.replace("Our own code", "o" * 80), None),
        (f'{OWN}to_do = "stop the drug"\n', None),
        (OWN.replace("Our own code", "o" * 81), "our-code: a title has at most 80 characters and no full stop"),
        (f'{OWN}to_do = " "\n', "our-code: to_do is an imperative, without a full stop"),
        ('[our-code]\ntitle = "Our own code"\npage = 7\n', "our-code: has no page"),
        ('[our-code]\ntitle = "Our own code"\npage = " "\n', "our-code: has no page"),
    ],
)
def test_each_part_of_a_page_is_looked_at(tmp_path: Path, text: str, said: str | None) -> None:
    (tmp_path / "pages.toml").write_text(f'{text}[second]\ntitle = "Another"\npage = "A page."\n', encoding="utf-8")
    found = pages_of(tmp_path)
    assert found.mistakes == ((f"pages.toml.{said}",) if said is not None else ())
    assert set(found.codes) == ({"second"} if said is not None else {"our-code", "second"})


def test_what_is_to_be_done_is_kept_as_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "pages.toml").write_text(f'{OWN}to_do = "stop the drug"\n', encoding="utf-8")
    assert pages_of(tmp_path).codes["our-code"].to_do == "stop the drug"


def test_a_file_that_cannot_be_read_hides_none_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "pages.toml").mkdir()
    for product, text in (("one", "[broken\n"), ("two", OWN)):
        (tmp_path / product).mkdir()
        (tmp_path / product / "pages.toml").write_text(text, encoding="utf-8")
    found = pages_of(tmp_path)
    assert set(found.codes) == {"our-code"}
    assert [one.partition(":")[0] for one in found.mistakes] == ["one/pages.toml"]


def test_a_code_of_a_folder_is_published_with_its_page(tmp_path: Path) -> None:
    (tmp_path / "pages.toml").write_text(OWN, encoding="utf-8")
    assert as_concept(pages_of(tmp_path).codes["our-code"]) == {
        "code": "our-code",
        "display": "Our own code",
        "definition": "What it means, and what to do.",
        "property": [{"code": "issue-type", "valueCode": "business-rule"}],
    }
