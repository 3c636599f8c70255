"""Date expressions in invented sentences: what they mean on a day of publication, and what stays open."""

from __future__ import annotations

from datetime import date

import pytest

from iraqmilitias import calendar_days as calendar
from iraqmilitias.calendar_days import Bounds
from iraqmilitias.extraction import dates
from iraqmilitias.extraction.anchored_dates import anchored

SATURDAY = date(2022, 1, 15)
ACCEPTED = [
    ("The mill burned on January 3, 2020.", "2020-01-03/2020-01-03 day"),
    ("The mill burned on 3rd March 2019.", "2019-03-03/2019-03-03 day"),
    ("The mill burned on the 4th of July, 2021.", "2021-07-04/2021-07-04 day"),
    ("It was the ninth of October 2015.", "2015-10-09/2015-10-09 day"),
    ("The mill burned on the twenty-first of May 2019.", "2019-05-21/2019-05-21 day"),
    ("No farmer had come home by Thursday morning.", "2022-01-13/2022-01-13 day"),
    ("It opened 2021-11-30 at noon.", "2021-11-30/2021-11-30 day"),
    ("It opened on 25/12/2021.", "2021-12-25/2021-12-25 day"),
    ("On Jan. 9 the mill burned.", "2022-01-09/2022-01-09 day"),
    ("On Dec. 27 the mill burned.", "2021-12-27/2021-12-27 day"),
    ("On Tuesday, Dec. 28, the mill burned.", "2021-12-28/2021-12-28 day"),
    ("The fair ran May 3-5, 2021.", "2021-05-03/2021-05-05 span"),
    ("The fair closed in January 2020.", "2020-01-01/2020-01-31 month"),
    ("The fair closed in the fall of 2019.", "2019-09-01/2019-11-30 season"),
    ("The fair closed in early 2021.", "2021-01-01/2021-04-30 range"),
    ("The fair closed in mid-2014.", "2014-05-01/2014-08-31 range"),
    ("Sales fell in the third quarter of 2021.", "2021-07-01/2021-09-30 range"),
    ("The canal was dug between 2003 and 2011.", "2003-01-01/2011-12-31 span"),
    ("The canal was dug 2014-16.", "2014-01-01/2016-12-31 span"),
    ("It has rained since 2018.", "2018-01-01/2022-01-15 span"),
    ("Mills were common in the 1980s.", "1980-01-01/1989-12-31 range"),
    ("The mill burned on Thursday.", "2022-01-13/2022-01-13 day"),
    ("The mill burned yesterday.", "2022-01-14/2022-01-14 day"),
    ("The mill burned last week.", "2022-01-03/2022-01-09 range"),
    ("The mill burned last month.", "2021-12-01/2021-12-31 month"),
    ("The mill burned last year.", "2021-01-01/2021-12-31 year"),
    ("The mill burned last fall.", "2021-09-01/2021-11-30 season"),
    ("The mill burned late last year.", "2021-09-01/2021-12-31 range"),
    ("The mill burned earlier this month.", "2022-01-01/2022-01-15 range"),
    ("The mill burned two weeks ago.", "2021-12-29/2022-01-04 range"),
    ("The mill burned three days ago.", "2022-01-12/2022-01-12 day"),
    ("The mill burned six months ago.", "2021-07-01/2021-07-31 month"),
    ("The mill burned in November.", "2021-11-01/2021-11-30 month"),
    ("The council is expected to meet on Jan. 20.", "2022-01-20/2022-01-20 day"),
    ("The first two weeks of 2022 were dry.", "2022-01-01/2022-01-14 span"),
    ("It has rained since Tuesday morning.", "2022-01-11/2022-01-15 span"),
    ("It has rained since October 17.", "2021-10-17/2022-01-15 span"),
    ("They have held the mill since last summer.", "2021-06-01/2022-01-15 span"),
    ("The mill has stood since at least 2016.", "2016-01-01/2022-01-15 span"),
    ("It was the worst flood since March 2020, when the dam broke.", "2020-03-01/2020-03-31 month"),
    ("They have been on alert since October 17, when the mill burned.", "2021-10-17/2021-10-17 day"),
    ("It was the fifth fire since 2019.", "2019-01-01/2022-01-15 span"),
    ("The fair was the biggest since 2014.", "2014-01-01/2022-01-15 span"),
    ("“I have lived here since 2014,” she said.", "2014-01-01/2014-12-31 year"),
    ("The protest since 2019 has cost the mill dearly.", "2019-01-01/2022-01-15 span"),
    ("It was the third fire at the mill in two weeks.", "2022-01-01/2022-01-15 span"),
    ("The mill burned for the first time in ten days.", "2022-01-05/2022-01-15 span"),
    ("March to August 2020: the dam was built.", "2020-03-01/2020-08-31 span"),
    ("Between March and August 2020 the dam was built.", "2020-03-01/2020-08-31 span"),
    ("The canal was closed November–December 2020.", "2020-11-01/2020-12-31 span"),
    ("It was closed from 12 March to 4 April 2020.", "2020-03-12/2020-04-04 span"),
    ("The mill burned in March last year.", "2021-03-01/2021-03-31 month"),
    ("It was the third such fire in a month.", "2021-12-15/2022-01-15 span"),
    ("The fair closed at the end of 2020.", "2020-09-01/2020-12-31 range"),
]
OPEN = [
    "It burned on a Sunday.",
    "The council will meet on Thursday.",
    "He must leave by Friday.",
    "She spoke last Friday.",
    "On 12 March and 4 April 2020 the bridge was shut.",
    "At the end of that year she left.",
    "She left later that year.",
    "The rain may end this weekend.",
    "“They came on Thursday,” she said.",
    "In 1979 the flood came, and on Nov. 4 the bridge fell.",
    "It opened on 3/4/2021.",
    "It opened on Monday, Dec. 28.",
    "The winter of 2019 was cold.",
    "Months ago the mill burned.",
    "It has rained in recent weeks.",
    "The next day it rained.",
    "Today mills are rare.",
    "The fair closes at the end of 2022.",
    "About two years ago the mill burned.",
    "The fair opens in March.",
]
NONE = [
    "Some 2000 soldiers marched.",
    "They may march on the town.",
    "Friday prayers were held.",
    "It cost $2019 in all.",
    "The Second Division fell back.",
    "The mill will open in two weeks.",
    "Three mills burned in two weeks.",
    "She said that year was kind.",
]


@pytest.mark.parametrize(("text", "meaning"), ACCEPTED)
def test_dates_resolves(text: str, meaning: str) -> None:
    found = [w.bounds for w in dates.find(text, SATURDAY, SATURDAY) if w.bounds]
    assert [f"{b.first}/{b.last} {b.precision}" for b in found] == [meaning]


@pytest.mark.parametrize("text", OPEN)
def test_dates_leaves_open_and_says_why(text: str) -> None:
    found = dates.find(text, SATURDAY, SATURDAY)
    relative = [w for w in found if not w.text.isdigit()]
    assert relative
    assert all(w.bounds is None and w.why for w in relative)


@pytest.mark.parametrize("text", NONE)
def test_dates_rejects_what_is_no_date(text: str) -> None:
    assert dates.find(text, SATURDAY, SATURDAY) == []


def test_dates_are_open_where_publication_is_not_known_to_the_day() -> None:
    found = dates.find("It burned on Thursday, and last year too.", date(2022, 1, 5), SATURDAY)
    assert [(w.text, w.bounds is None) for w in found] == [("Thursday", True), ("last year", False)]


def test_dates_reads_last_weekday_where_each_week_has_it_before_this_one() -> None:
    (found,) = dates.find("She spoke last Thursday.", date(2025, 2, 26), date(2025, 2, 26))
    assert found.bounds == calendar.day(date(2025, 2, 20))


@pytest.mark.parametrize(
    ("text", "told", "meaning"),
    [
        ("two months later", calendar.month(2019, 10), calendar.month(2019, 12)),
        ("a month earlier", calendar.day(date(2020, 1, 3)), calendar.month(2019, 12)),
        ("three days later", calendar.day(date(2020, 1, 30)), calendar.day(date(2020, 2, 2))),
        ("the end of that year", calendar.month(2020, 2), calendar.months(2020, 9, 12)),
        ("later that year", calendar.day(date(2020, 1, 3)), calendar.year(2020)),
        ("that December", calendar.month(2019, 11), calendar.month(2019, 12)),
        ("Nov. 23 of that year", calendar.month(2019, 10), calendar.day(date(2019, 11, 23))),
        ("that year", calendar.months(2019, 11, 12)._replace(last=date(2020, 2, 1)), None),
    ],
)
def test_anchored_counts_from_the_days_told_before(text: str, told: Bounds, meaning: Bounds | None) -> None:
    assert anchored(text, told) == meaning


def test_dates_leaves_open_a_weekday_that_is_counted_from_another() -> None:
    found = dates.find("She said on Wednesday that nine had fled since Thursday.", SATURDAY, SATURDAY)
    assert [(w.text, w.bounds is None) for w in found] == [("Wednesday", False), ("since Thursday", True)]
