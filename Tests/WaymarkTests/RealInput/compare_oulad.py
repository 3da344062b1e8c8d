#!/usr/bin/env python3
"""Compares enrolments and attempts with the Open University data they were made from, group by group.

    compare_oulad.py RAW-FOLDER ENROLMENTS.csv ATTEMPTS.csv REPORT.json

ENROLMENTS and ATTEMPTS have the columns section, dimension, group_name and number, with everyone under the dimension
`all`; REPORT is what `waymark import events --drop-grades --json` answered. Ends with 1 and names the first cell that
differs.

A learner has one group of a dimension in a presentation; where the raw rows of a learner in one presentation differ,
the last one counts. This program shares no code with Waymark, so that an error in one is not repeated in the other.
"""
import collections
import csv
import json
import pathlib
import sys

SEXES = {"M": "male", "F": "female"}
DISABILITIES = {"Y": "declared", "N": "none-declared"}
# A spreadsheet took 10-20% for a date before the data were published.
BANDS = {"20-Oct": "10-20%", "": "unknown"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def expected(folder):
    """Enrolments and attempts by section, dimension and group, and how many scores there are."""
    groups = {}
    learners = []
    for row in rows(folder / "studentInfo.csv"):
        learner = (row["code_presentation"], row["id_student"])
        groups[learner] = {
            "all": "everyone",
            "sex": SEXES[row["gender"]],
            "age-band": row["age_band"],
            "disability": DISABILITIES[row["disability"]],
            "deprivation-band": BANDS.get(row["imd_band"], row["imd_band"]),
        }
        learners.append((f"{row['code_module']} {row['code_presentation']}", learner))
    sections = {
        row["id_assessment"]: (f"{row['code_module']} {row['code_presentation']}", row["code_presentation"])
        for row in rows(folder / "assessments.csv")
    }
    enrolments = collections.Counter(
        (section, *group) for section, learner in learners for group in groups[learner].items()
    )
    attempts = collections.Counter()
    submissions = scores = 0
    for row in rows(folder / "studentAssessment.csv"):
        section, presentation = sections[row["id_assessment"]]
        attempts.update((section, *group) for group in groups[(presentation, row["id_student"])].items())
        submissions += 1
        scores += row["score"] != ""
    return enrolments, attempts, submissions, scores


def compare(what, want, path):
    have = {(row["section"], row["dimension"], row["group_name"]): int(row["number"]) for row in rows(path)}
    for key in list(want) + [key for key in have if key not in want]:
        if want.get(key, 0) != have.get(key, 0):
            sys.exit(f"{what}: {' / '.join(key)} should be {want.get(key, 0)} and is {have.get(key, 0)}")
    return len(want)


def main():
    folder, enrolments_path, attempts_path, report_path = map(pathlib.Path, sys.argv[1:])
    enrolments, attempts, submissions, scores = expected(folder)
    cells = compare("enrolments", enrolments, enrolments_path) + compare("attempts", attempts, attempts_path)
    report = json.loads(report_path.read_text(encoding="utf-8"))
    for name, should in [("appended", submissions), ("rejected", 0)]:
        if report[name] != should:
            sys.exit(f"the import's report: {name} should be {should} and is {report[name]}")
    if report["dropped"] != {"score": scores}:
        sys.exit(f"the import's report: dropped should be score: {scores} and is {report['dropped']}")
    print(f"{cells} cells, {submissions} attempts, {scores} scores dropped: all as in the raw files")


main()
