"""Writes what the program knows of itself into the pages of help: keys, options, settings, codes.

python packaging/make_pages.py; tests/test_docs.py fails while a page is older than the program.
"""

from assistant import manual
from assistant.cli.parser import parser
from assistant.manual import tables


def main() -> None:
    made = tables.all_tables(parser())
    for path in sorted(manual.folder().glob("*.md")):
        old = path.read_text(encoding="utf-8")
        new = manual.renewed(old, made)
        if new != old:
            path.write_text(new, encoding="utf-8")
            print(f"renewed {path.name}")


if __name__ == "__main__":
    main()
