"""The retention curve agrees with hand-worked and published values and with a second library."""

from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from lib.statistics.retention import highest_shares, retention_curve

TOCHIGI = [11, 7, 6, 4, 3, 1, 0, 0, 0]
COURSE = 12

# Remission of leukaemia under 6-MP in weeks, + censored: E. J. Freireich et al., Blood 21 (1963);
# the curve as in D. G. Kleinbaum and M. Klein, Survival Analysis, chapter 2.
FREIREICH = "6,6,6,6+,7,9+,10,10+,11+,13,16,17+,19+,20+,22,23,25+,32+,32+,34+,35+"
WEEKS = [int(entry.rstrip("+")) for entry in FREIREICH.split(",")]
IS_CENSORED = [entry.endswith("+") for entry in FREIREICH.split(",")]
PUBLISHED = {  # week: at risk, survival
    6: (21, 0.8571),
    7: (17, 0.8067),
    10: (15, 0.7529),
    13: (12, 0.6902),
    16: (11, 0.6275),
    22: (7, 0.5378),
    23: (6, 0.4482),
}


def test_without_censoring_the_curve_is_the_share_of_persons() -> None:
    steps = retention_curve(TOCHIGI, is_censored=[False] * 9, last=COURSE)

    # 11 7 6 4 3 1 0 0 0: at least 0, 1, 2 … 12 sessions, and the number that stops there.
    assert [step.at_risk for step in steps] == [9, 6, 5, 5, 4, 3, 3, 2, 1, 1, 1, 1, 0]
    assert [step.stopped for step in steps] == [3, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 0]
    assert sum(step.stopped for step in steps) == 9
    assert {step.censored for step in steps} == {0}
    more = [6, 5, 5, 4, 3, 3, 2, 1, 1, 1, 1, 0, 0]
    assert [step.survival for step in steps] == pytest.approx([number / 9 for number in more])


def test_the_curve_agrees_with_a_published_one() -> None:
    steps = retention_curve(WEEKS, is_censored=IS_CENSORED, last=35)

    for week, (at_risk, survival) in PUBLISHED.items():
        assert steps[week].at_risk == at_risk
        assert steps[week].survival == pytest.approx(survival, abs=5e-5)
    assert (steps[6].stopped, steps[6].censored) == (3, 1)
    assert steps[5].survival == 1
    assert steps[35].survival == steps[23].survival


def test_the_curve_agrees_with_statsmodels() -> None:
    other = SurvfuncRight(WEEKS, [not flag for flag in IS_CENSORED])
    steps = retention_curve(WEEKS, is_censored=IS_CENSORED, last=35)

    for week, survival, at_risk in zip(
        other.surv_times, other.surv_prob, other.n_risk, strict=True
    ):
        assert steps[int(week)].survival == pytest.approx(survival)
        assert steps[int(week)].at_risk == at_risk


def test_who_is_censored_counts_as_at_risk_after_those_who_stopped() -> None:
    # Two persons with 3 sessions, one of them censored: 1 of 3 stops, then 1 person is left.
    steps = retention_curve([3, 3, 4], is_censored=[True, False, False], last=4)

    assert (steps[3].at_risk, steps[3].stopped, steps[3].censored) == (3, 1, 1)
    assert steps[3].survival == pytest.approx(2 / 3)
    assert steps[4].survival == 0


def test_if_everyone_is_censored_nobody_is_known_to_stop() -> None:
    steps = retention_curve([1, 2], is_censored=[True, True], last=3)

    assert {step.survival for step in steps} == {1.0}


@pytest.mark.parametrize(
    ("sessions", "is_censored"),
    [([], []), ([-1, 2], [False, False]), ([13], [False]), ([1, 2], [False])],
)
def test_numbers_that_no_course_has_are_refused(
    sessions: list[int], is_censored: list[bool]
) -> None:
    with pytest.raises(ValueError, match=r".+"):
        retention_curve(sessions, is_censored=is_censored, last=COURSE)


def test_the_highest_shares_by_hand() -> None:
    # 11 7 6 4 3 came at least twice; of two of them the end is not known.
    shares = highest_shares(TOCHIGI, persons=2, least=2, last=COURSE)

    assert shares[0] == 1
    assert shares[3] == pytest.approx(5 / 9)  # all five came three times: nothing to add
    assert shares[4] == pytest.approx(5 / 9)  # four, and the one who stopped at 3
    assert shares[7] == pytest.approx(4 / 9)  # two, and two of the three who stopped before
    assert shares[12] == pytest.approx(2 / 9)


def test_the_end_of_more_persons_than_there_are_cannot_be_unknown() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        highest_shares([5, 2, 1], persons=3, least=2, last=COURSE)


_ATTENDED = st.lists(st.integers(0, COURSE), min_size=1, max_size=6)


@given(_ATTENDED)
def test_a_curve_falls_from_step_to_step_and_loses_nobody(sessions: list[int]) -> None:
    steps = retention_curve(sessions, is_censored=[False] * len(sessions), last=COURSE)

    shares = [1.0, *(step.survival for step in steps)]
    assert shares == sorted(shares, reverse=True)
    for before, step in pairwise(steps):
        assert step.at_risk == before.at_risk - before.stopped - before.censored
    for step in steps:
        expected = sum(attended > step.sessions for attended in sessions) / len(sessions)
        assert step.survival == pytest.approx(expected)


@given(_ATTENDED, st.integers(0, 2), st.data())
def test_no_choice_of_persons_who_went_on_is_above_the_highest_shares(
    sessions: list[int], persons: int, data: st.DataObject
) -> None:
    candidates = [place for place, attended in enumerate(sessions) if attended >= 1]
    assume(len(candidates) >= persons)
    highest = highest_shares(sessions, persons=persons, least=1, last=COURSE)
    attained = [0.0] * (COURSE + 1)
    for chosen in combinations(candidates, persons):
        truth = [
            data.draw(st.integers(attended, COURSE)) if place in chosen else attended
            for place, attended in enumerate(sessions)
        ]
        furthest = [COURSE if place in chosen else sessions[place] for place in range(len(truth))]
        for number in range(COURSE + 1):
            share = sum(attended >= number for attended in truth) / len(truth)
            assert share <= highest[number] + 1e-12
            most = sum(attended >= number for attended in furthest) / len(truth)
            attained[number] = max(attained[number], most)
    assert attained == pytest.approx(list(highest))
