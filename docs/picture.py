"""Takes the README's picture: the front page of a fresh review, in the system's Chromium.

.venv/bin/python docs/picture.py
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURE = Path(__file__).resolve().parent / "picture.png"
SIZE = "1280,900"
MOST_BYTES = 250_000
NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Write docs/picture.png, or say what is in the way."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        sys.exit(
            f"picture: none of {', '.join(NAMES)} is on PATH. Install Chromium, and run again."
        )
    with tempfile.TemporaryDirectory() as folder:
        out, taken = Path(folder) / "review", Path(folder) / "picture.png"
        naap = "import sys; from naap.cli import main; sys.exit(main())"
        review = ["review", "--out", str(out)]
        subprocess.run(
            [sys.executable, "-P", "-c", naap, *review], check=True, stdout=subprocess.DEVNULL
        )
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--disable-background-networking", "--no-first-run", f"--window-size={SIZE}",
                f"--user-data-dir={folder}/profile", f"--screenshot={taken}",
                (out / "index.html").as_uri(),
            ],
            check=True, stderr=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip
        if (size := taken.stat().st_size) > MOST_BYTES:
            sys.exit(f"picture: {size:,} bytes, more than {MOST_BYTES:,}; nothing was changed.")
        shutil.copyfile(taken, PICTURE)
    print(f"{PICTURE} ({size:,} bytes)")


if __name__ == "__main__":
    main()
