"""The class of the golden runs: 30 students, 10 activities, every kind of score."""

import csv

CLASS = "c-golden"
STUDENTS = [f"st-{n:02}" for n in range(1, 31)]
COLUMNS = {
    "orgs": "sourcedId,name,type,parentSourcedId",
    "academicSessions": "sourcedId,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "courses": "sourcedId,title,courseCode,orgSourcedId",
    "classes": "sourcedId,title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds",
    "users": "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName,email",
    "enrollments": "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary",
    "categories": "sourcedId,title",
}

# (id, what the command says). The dates lie in Quarter 1 unless the title says otherwise.
ACTIVITIES = [
    ("quiz", dict(title="Quiz 1", points=20, category="cat-quiz", assigned="2026-09-07", due="2026-09-11")),
    ("homework", dict(title="Homework 3", points=10, category="cat-hw", assigned="2026-09-14", due="2026-09-18", description="Problems 1 to 20, odd")),
    ("thirds", dict(title="Lab of thirds", points=3, category="cat-hw", assigned="2026-09-14", due="2026-09-21")),
    ("long", dict(title="Unit test on linear equations and inequalities, with all of their word problems", points=100, category="cat-test", assigned="2026-09-21", due="2026-09-25")),
    ("same", dict(title="Quiz 1", points=20, category="cat-quiz", assigned="2026-09-28", due="2026-10-02")),
    ("letters", dict(title="Essay in letters", points=100, category="cat-essay", assigned="2026-09-28", due="2026-10-09")),
    ("extra", dict(title="Extra credit puzzle", points=5, category="cat-hw", assigned="2026-10-05", due="2026-10-08", extra_credit="true")),
    ("nodate", dict(title="Reading log without a due date", points=10, category="cat-hw", assigned="2026-09-07")),
    ("draft", dict(title="Worksheet that is a draft", points=10, category="cat-hw", assigned="2026-09-07", due="2026-09-18", published="false")),
    ("outside", dict(title="Project due in the holidays", points=50, category="cat-test", assigned="2026-07-27", due="2026-08-03")),
]

# One student each, in the activity "quiz": what the first file of scores says (points, status, comment, text).
KINDS = [
    ("points", "17", "", "", ""),
    ("decimals", "17.25", "", "", ""),
    ("many decimals", "13.333333", "", "", ""),
    ("tiny", "0.0000001", "", "", ""),
    ("zero", "0", "", "", ""),
    ("blank", "", "", "", ""),
    ("exempt with points", "12", "exempt", "", ""),
    ("exempt without points", "", "exempt", "", ""),
    ("missing", "", "missing", "", ""),
    ("missing with zero", "0", "missing", "", ""),
    ("late", "15", "late", "", ""),
    ("late and blank", "", "late", "", ""),
    ("incomplete with points", "8", "incomplete", "", ""),
    ("incomplete and blank", "", "incomplete", "", ""),
    ("in progress", "5", "in_progress", "", ""),
    ("handed in", "", "submitted", "", ""),
    ("a letter", "", "", "", "B+"),
    ("over the maximum", "23", "", "", ""),
    ("dropped", "11", "dropped", "", ""),
    ("a comment", "18", "", "Well done; see page 3, “Näherung”.", ""),
    ("cleared later", "14", "", "", ""),
    ("withdrawn later", "16", "", "", ""),
    ("changed later", "10", "", "", ""),
    ("draft score", "19", "draft", "", ""),
    ("not released", "19", "unreleased", "", ""),
    ("overridden", "20", "overridden", "", ""),
    ("comment taken back later", "9", "", "To be taken back", ""),
    ("late no more later", "7", "late", "", ""),
    ("exempt later", "6", "", "", ""),
    ("full points", "20", "", "", ""),
]
# What the second file changes.
LATER = {
    "cleared later": ("", "", "", ""),
    "withdrawn later": ("", "withdrawn", "", ""),
    "changed later": ("12.5", "", "", ""),
    "comment taken back later": ("9", "", "", ""),
    "late no more later": ("7", "", "", ""),
    "exempt later": ("6", "exempt", "", ""),
}
# The other activities have a few students each: (activity, student, points, status, comment, text).
OTHERS = (
    [("homework", s, str(n % 11), "", "", "") for n, s in enumerate(STUDENTS[:4])]
    + [("homework", STUDENTS[4], "", "missing", "", ""), ("homework", STUDENTS[5], "9.5", "late", "", "")]
    + [("thirds", s, p, "", "", "") for s, p in zip(STUDENTS, ("2", "1", "0.5", "2.675", "0"))]
    + [("long", s, p, "", "", "") for s, p in zip(STUDENTS, ("89.995", "89.994", "100", "0", "99.5"))]
    + [("same", s, p, "", "", "") for s, p in zip(STUDENTS, ("20", "10"))]
    + [("letters", s, "", "", "", t) for s, t in zip(STUDENTS, ("A", "B+", "F", "P", "Ω"))]
    + [("extra", s, p, "", "", "") for s, p in zip(STUDENTS, ("5", "7", "0"))]
    + [("nodate", s, p, "", "", "") for s, p in zip(STUDENTS, ("10", "4"))]
    + [("draft", s, p, "", "", "") for s, p in zip(STUDENTS, ("10", "4"))]
    + [("outside", s, p, "", "", "") for s, p in zip(STUDENTS, ("50", "25"))]
)
MEANING = {("quiz", student): kind[0] for student, kind in zip(STUDENTS, KINDS)}


def first_scores():
    quiz = [("quiz", s, *kind[1:]) for s, kind in zip(STUDENTS, KINDS)]
    return quiz + OTHERS


def later_scores():
    return [("quiz", s, *LATER[kind[0]]) for s, kind in zip(STUDENTS, KINDS) if kind[0] in LATER]


def write_scores(path, rows):
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["class", "activity", "student", "points", "status", "comment", "text_score"])
        out.writerows([CLASS, *row] for row in rows)


def write_roster(folder):
    rows = {
        "orgs": [("d-1", "Lake District", "district", ""), ("s-1", "Lake High School", "school", "d-1")],
        "academicSessions": [
            ("sy-2027", "2026-2027", "schoolYear", "2026-08-17", "2027-06-11", "", "2027"),
            ("t-1", "Fall", "term", "2026-08-17", "2026-12-18", "sy-2027", "2027"),
            ("q-1", "Quarter 1", "gradingPeriod", "2026-08-17", "2026-10-16", "t-1", "2027"),
            ("q-2", "Quarter 2", "gradingPeriod", "2026-10-17", "2026-12-18", "t-1", "2027")],
        "courses": [("crs-1", "Algebra 1", "MATH-101", "s-1")],
        "classes": [(CLASS, "Algebra 1, Period 2", "crs-1", "MATH-101-2", "scheduled", "s-1", "t-1")],
        "users": [("t-ada", "true", "s-1", "teacher", "ada", "Ada", "Byron", "ada@lake.example")]
                 + [(s, "true", "s-1", "student", s, "Student", s, "") for s in STUDENTS],
        "enrollments": [("e-ada", CLASS, "s-1", "t-ada", "teacher", "true")]
                       + [(f"e-{s}", CLASS, "s-1", s, "student", "false") for s in STUDENTS],
        "categories": [("cat-hw", "Homework"), ("cat-quiz", "Quizzes"), ("cat-test", "Tests"), ("cat-essay", "Essays")],
    }
    return write_bundle(folder, rows)


def write_bundle(folder, rows):
    """A OneRoster CSV bundle of `rows`: for each file of COLUMNS, its rows."""
    folder.mkdir(parents=True)
    for name, columns in COLUMNS.items():
        with open(folder / f"{name}.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(columns.split(","))
            out.writerows(rows[name])
    return folder
