"""Dates of pictures in words: "July 2022", "last summer", "before 2019", "in winter".

A small table of patterns over plain lower-case words. Seasons are the northern ones, by months.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)
_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTHS = {
    word: number
    for number, name in enumerate(_NAMES, start=1)
    for word in (name.lower(), name[:3].lower())
} | {"sept": 9}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # their first months
_SEASON_MONTHS = 3
_COUNTS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS = ("day", "week", "month", "year")


@dataclass(frozen=True)
class When:
    """A time that pictures were taken in.

    Attributes:
        first: the first day.
        end: the first day after it.
        months: only in these months, 1 to 12; all if empty.
        said: how it was understood: "in July 2022".
    """

    first: date = _FIRST
    end: date = _LAST
    months: tuple[int, ...] = ()
    said: str = ""


Reader = Callable[[re.Match[str], date], "When | None"]


def find(text: str, today: date) -> tuple[When, int, int] | None:
    """The first time that a text names, and where its words begin and end.

    Args:
        text: lower case, one space between words.
        today: what "last week" counts from.
    """
    for match, reader in sorted(_matches(text), key=lambda m: (m[0].start(), -m[0].end())):
        with suppress(ValueError, OverflowError):  # 30 February, the year 0
            if when := reader(match, today):
                return when, match.start(), match.end()
    return None


def _matches(text: str) -> Iterator[tuple[re.Match[str], Reader]]:
    for pattern, reader in _TABLE:
        yield from ((match, reader) for match in pattern.finditer(text))


def _span(match: re.Match[str], today: date) -> When | None:
    """ "from 2019 to 2021", "between May 2020 and July 2020"."""
    first, last = _point(match["first"], today), _point(match["last"], today)
    if not first or not last or first.months or last.months or first.first >= last.end:
        return None
    return When(first.first, last.end, said=f"from {_bare(first)} to {_bare(last)}")


def _one(match: re.Match[str], today: date) -> When | None:
    """A single time, with "before", "since" or "after" or a plain preposition."""
    when = _point(match["point"], today)
    before = (match["before"] or "").split(" ")[-1]
    if when is None or when.months:
        return when if not before else None
    if before in ("before", "until", "till"):
        end = when.first if before == "before" else when.end
        return When(end=end, said=f"{before} {_bare(when)}")
    if before in ("since", "after"):
        first = when.first if before == "since" else when.end
        return When(first, said=f"{before} {_bare(when)}")
    return when


def _point(text: str, today: date) -> When | None:
    """A day, a month, a season, a year, or a time counted from today."""
    for pattern, reader in _POINTS:
        if match := pattern.fullmatch(text.strip()):
            return reader(match, today)
    return None


def _iso(m: re.Match[str], _: date) -> When:
    if m["day"]:
        return _day(date(int(m["year"]), int(m["month"]), int(m["day"])))
    return _month(int(m["year"]), int(m["month"]))


def _named_day(m: re.Match[str], today: date) -> When:
    month, day = _MONTHS[m["month"]], int(m["day"])
    if m["year"]:
        return _day(date(int(m["year"]), month, day))
    then = date(today.year, month, day)
    return _day(then if then <= today else date(today.year - 1, month, day))


def _named_month(m: re.Match[str], today: date) -> When:
    month, which = _MONTHS[m["month"]], m["which"]
    if m["year"]:
        return _month(int(m["year"]), month)
    if not which:
        return When(months=(month,), said=f"in {_NAMES[month - 1]}")
    return _latest([_month(today.year - back, month) for back in range(3)], which, today)


def _season(m: re.Match[str], today: date) -> When:
    name, which = m["season"], m["which"]
    month = _SEASONS[name]
    if m["year"]:
        return _in_season(int(m["year"]), name)
    if not which:
        months = tuple((month + i - 1) % 12 + 1 for i in range(_SEASON_MONTHS))
        return When(months=months, said=f"in {name}")
    return _latest([_in_season(today.year - back, name) for back in range(3)], which, today)


def _latest(times: list[When], which: str, today: date) -> When:
    """Of the same time in several years, newest first: "last" has ended, "this" has begun."""
    over = (t for t in times if (t.end if which == "last" else t.first) <= today)
    return next(over, times[-1])


def _in_season(year: int, name: str) -> When:
    month = _SEASONS[name]
    return When(date(year, month, 1), _later(year, month, _SEASON_MONTHS), said=f"in {name} {year}")


def _year(m: re.Match[str], _: date) -> When:
    first = int(m["year"])
    end = first + (10 if m["decade"] else 1)
    said = f"in the {first}s" if m["decade"] else f"in {first}"
    return When(date(first, 1, 1), date(end, 1, 1), said=said)


def _near_day(m: re.Match[str], today: date) -> When:
    return _day(today - timedelta(days=m[0] == "yesterday"))


def _calendar(m: re.Match[str], today: date) -> When:
    """ "this week", "last month": as the calendar has them, weeks from Monday."""
    back, unit = m["which"] != "this", m["unit"]
    if unit == "week":
        first = today - timedelta(days=today.weekday() + 7 * back)
        return When(first, first + timedelta(days=7), said=f"{m['which']} week")
    if unit == "weekend":
        first = today - timedelta(days=today.weekday() - 5)
        first -= timedelta(days=7 * (back or first > today))
        return When(first, first + timedelta(days=2), said=f"{m['which']} weekend")
    if unit == "month":
        return _month(*_before(today.year, today.month, back))
    return When(date(today.year - back, 1, 1), date(today.year - back + 1, 1, 1),
                said=f"in {today.year - back}")  # fmt: skip


def _recent(m: re.Match[str], today: date) -> When:
    """ "the last 10 days", "past two weeks"."""
    number = _count(m["number"])
    unit = m["unit"].rstrip("s")
    days = number * (1, 7, 30, 365)[_UNITS.index(unit)]
    many = "" if number == 1 else "s"
    return When(today - timedelta(days=days), today + timedelta(days=1),
                said=f"in the last {number} {unit}{many}")  # fmt: skip


def _ago(m: re.Match[str], today: date) -> When:
    """ "3 days ago", "two years ago": that day, week, month or year."""
    number, unit = _count(m["number"]), m["unit"].rstrip("s")
    if unit == "day":
        return _day(today - timedelta(days=number))
    if unit == "week":
        first = today - timedelta(days=today.weekday() + 7 * number)
        return When(first, first + timedelta(days=7), said=f"in the week of {_name(first)}")
    if unit == "month":
        return _month(*_before(today.year, today.month, number))
    year = today.year - number
    return When(date(year, 1, 1), date(year + 1, 1, 1), said=f"in {year}")


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else max(1, _COUNTS.index(word))


def _day(day: date) -> When:
    return When(day, day + timedelta(days=1), said=f"on {_name(day)}")


def _month(year: int, month: int) -> When:
    said = f"in {_NAMES[month - 1]} {year}"
    return When(date(year, month, 1), _later(year, month, 1), said=said)


def _later(year: int, month: int, months: int) -> date:
    return date(*_before(year, month, -months), 1)


def _before(year: int, month: int, back: int) -> tuple[int, int]:
    years, rest = divmod(year * 12 + month - 1 - back, 12)
    return years, rest + 1


def _name(day: date) -> str:
    return f"{day.day} {_NAMES[day.month - 1]} {day.year}"


def _bare(when: When) -> str:
    return when.said.removeprefix("in the ").removeprefix("in ").removeprefix("on ")


_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_WHICH = r"(?P<which>last|this|past|previous)"
_UNIT = rf"(?P<unit>(?:{'|'.join(_UNITS)})s?)"
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(_COUNTS)})"
_SEASON = rf"(?P<season>{'|'.join(_SEASONS)})"

_POINTS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?", _iso),
        (rf"(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?", _named_day),
        (rf"{_MONTH} (?:the )?{_DAY}(?:,? {_YEAR})?", _named_day),
        (rf"(?:{_WHICH} )?{_MONTH}(?: (?:of )?{_YEAR})?", _named_month),
        (rf"(?:the )?(?:{_WHICH} )?{_SEASON}(?: (?:of )?{_YEAR})?", _season),
        (r"today|yesterday", _near_day),
        (rf"{_WHICH} (?P<unit>weekend|week|month|year)", _calendar),
        (rf"(?:the )?(?:last|past) {_NUMBER} {_UNIT}", _recent),
        (rf"{_NUMBER} {_UNIT} ago", _ago),
        (rf"(?:the )?(?:year )?{_YEAR}(?P<decade>s)?", _year),
    )
)


def _plain(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


_POINT = "|".join(_plain(pattern.pattern) for pattern, _ in _POINTS)
# A month or a season alone is a word like others ("may", "march", "a spring"): not without "in".
_ALONE = "|".join(
    _plain(pattern.pattern) for pattern, reader in _POINTS if reader not in (_named_month, _season)
)
_CLEAR = (
    rf"{_plain(_WHICH)} (?:{_plain(_MONTH)}|{_plain(_SEASON)})"
    rf"|(?:{_plain(_MONTH)}|{_plain(_SEASON)}) (?:of )?{_plain(_YEAR)}"
)
_VERB = r"(?:(?:taken|made|shot|photographed|dated) )?"
_SIDE = r"(?<![\w-])"
_TABLE: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            rf"{_SIDE}{_VERB}(?:between|from) (?P<first>{_POINT}) (?:and|to|until|till) "
            rf"(?P<last>{_POINT})(?![\w-])",
            _span,
        ),
        (
            rf"{_SIDE}{_VERB}(?:(?P<before>before|until|till|since|after)|in|from|of|on|during|at)"
            rf"(?: the)? (?P<point>{_POINT})(?![\w-])",
            _one,
        ),
        (
            rf"{_SIDE}{_VERB}(?P<before>)(?P<point>{_CLEAR}|{_ALONE})(?![\w-])",
            _one,
        ),
    )
)
