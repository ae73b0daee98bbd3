"""Pictures of the sandbox: `make screenshots`.

At 360, 1280 and 2560 pixels, light and dark, to look at in `build/screenshots`; one of them, small, for the README.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.browser import looking_at, running_browser, running_sandbox, settled

ROOT = Path(__file__).resolve().parents[2]
TO_LOOK_AT = ROOT / "build" / "screenshots"
FOR_THE_README = ROOT / "docs" / "sandbox.webp"
WIDTHS = (360, 1280, 2560)
_AS_WEBP = """
async ([png, quality]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}
"""


def main() -> None:
    """Writes them all."""
    TO_LOOK_AT.mkdir(parents=True, exist_ok=True)
    with running_sandbox() as address, running_browser() as browser:
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                with looking_at(browser, address, width=width, color_scheme=scheme) as page:
                    page.wait_for_selector(".strip button")
                    page.screenshot(path=TO_LOOK_AT / f"first-{scheme}-{width}.png", full_page=True)
                    _pointed_at(page)
                    page.screenshot(path=TO_LOOK_AT / f"used-{scheme}-{width}.png", full_page=True)
        with looking_at(browser, address, width=1280, height=860, color_scheme="light") as page:
            page.wait_for_selector(".strip button")
            png = base64.b64encode(page.screenshot()).decode()
        blank = browser.new_page()
        FOR_THE_README.write_bytes(base64.b64decode(blank.evaluate(_AS_WEBP, [png, 0.6])))
    print(f"{FOR_THE_README.relative_to(ROOT)}: {FOR_THE_README.stat().st_size:,} bytes")


def _pointed_at(page: Any) -> None:
    """Evidence followed into the chart, the ledger and the cards opened, another drug added."""
    page.locator("#what-beside").select_option(label="ketoconazole")
    settled(page)
    for summary in page.locator("#answer-body article > details > summary, #as-cards > summary").all():
        summary.click()
    page.wait_for_selector(".card")
    page.locator("#answer-body .place", has_text="Observation/weight").first.click()


if __name__ == "__main__":
    main()
