#!/usr/bin/env python3
"""Compares counts of access with the Civil Rights Data Collection they were made from, cell by cell.

    compare_crdc.py RAW.csv ACCESS.csv CROSSED.csv

RAW is the collection's own file. ACCESS and CROSSED are analytics.access and analytics.access_crossed as CSV with a
header. Every school, race, sex, race and sex together, everyone, and form of opportunity is compared: enrolled,
offered, accepted, started, completed, never offered. Ends with 1 and names the first cell that differs.

This program shares no code with Waymark, so that an error in one is not repeated in the other.
"""
import csv
import sys

RACES = {
    "HI": "hispanic-or-latino",
    "AM": "american-indian-or-alaska-native",
    "AS": "asian",
    "HP": "native-hawaiian-or-pacific-islander",
    "BL": "black-or-african-american",
    "WH": "white",
    "TR": "two-or-more-races",
}
SEXES = {"M": "male", "F": "female"}
# Everything that was offered is of the form enrichment.
FORMS = {"any": True, "enrichment": True, "acceleration": False, "scaffold": False, "support": False}
MEASURES = ["enrolled", "offered", "accepted", "started", "completed", "never_offered"]
NOTHING = (0,) * len(MEASURES)
NOT_APPLICABLE = -9


def count(row, column):
    number = int(row[column])
    return 0 if number == NOT_APPLICABLE else number


def expected(path):
    """For each cell (school, dimension, group, dimension, group, form) the counts by measure."""
    cells = {}
    schools = 0
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            schools += 1
            groups = {}
            for race, race_name in RACES.items():
                for sex, sex_name in SEXES.items():
                    enrolled = count(row, f"SCH_ENR_{race}_{sex}")
                    gifted = count(row, f"SCH_GTENR_{race}_{sex}")
                    for key in [
                        ("race-ethnicity", race_name, "sex", sex_name),
                        ("race-ethnicity", race_name, "", ""),
                        ("sex", sex_name, "", ""),
                        ("all", "everyone", "", ""),
                    ]:
                        old = groups.get(key, (0, 0))
                        groups[key] = (old[0] + enrolled, old[1] + gifted)
            # The collection's own totals must be the sums, or this program reads it wrongly.
            for sex, sex_name in SEXES.items():
                totals = (count(row, f"TOT_ENR_{sex}"), count(row, f"TOT_GTENR_{sex}"))
                if groups[("sex", sex_name, "", "")] != totals:
                    sys.exit(f"{path}: the totals of {row['COMBOKEY']} for {sex_name} are not the sums")
            for key, (enrolled, gifted) in groups.items():
                for form, is_offered in FORMS.items():
                    offered = gifted if is_offered else 0
                    cells[(row["COMBOKEY"], *key, form)] = (enrolled, offered, offered, 0, 0, enrolled - offered)
    return cells, schools


def found(path, dimensions):
    """The cells of an exported view; `dimensions` names its columns of dimensions and groups."""
    cells = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            # A school is named "NORTH WARD (481674008530)".
            school = row["school_name"].rsplit("(", 1)[-1].rstrip(")")
            key = (school, *(row[name] if name else "" for name in dimensions), row["form"])
            if key in cells:
                sys.exit(f"{path}: {' / '.join(key)} stands twice")
            cells[key] = tuple(int(row[measure]) for measure in MEASURES)
    return cells


def main():
    raw, access, crossed = sys.argv[1:]
    want, schools = expected(raw)
    have = found(access, ["dimension", "group_name", None, None])
    have.update(found(crossed, ["dimension_1", "group_1", "dimension_2", "group_2"]))
    for key in list(want) + [key for key in have if key not in want]:
        pair = want.get(key, NOTHING), have.get(key, NOTHING)
        for measure, should, does in zip(MEASURES, *pair):
            if should != does:
                name = " / ".join(part for part in key if part)
                sys.exit(f"{name}: {measure} should be {should} and is {does}")
    enrolled = sum(counts[0] for key, counts in want.items() if key[1] == "all" and key[-1] == "any")
    offered = sum(counts[1] for key, counts in want.items() if key[1] == "all" and key[-1] == "any")
    print(f"{schools} schools, {len(want)} cells, {enrolled} learners, {offered} offered: all as in the raw file")


main()
