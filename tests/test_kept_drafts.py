"""What an officer has read waits for them while they sign in again, and for nobody else."""

import datetime as dt
from collections import OrderedDict

import pytest

from lib.access.roles import Account, Role
from lib.editions.model import Edition
from lib.ui import drafts, kept_drafts
from lib.ui.drafts import Draft, Outcome

OFFICER, OTHER = Account("係", Role.PUBLISHER), Account("主任", Role.PUBLISHER)
Session = dict[str, object]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of the clock, as a list of one; nothing waits yet."""
    seconds = [0.0]
    monkeypatch.setattr(kept_drafts, "_clock", lambda: seconds[0])
    monkeypatch.setattr(kept_drafts, "_kept", OrderedDict())
    return seconds


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, now: list[float]) -> Session:
    """The state of the session that is looked at."""
    assert now == [0.0]
    state: Session = {}
    monkeypatch.setattr(drafts.st, "session_state", state)
    return state


def _left(session: Session, account: Account, reason: str = "") -> Draft:
    """Has a session read something, in which nobody is signed in any more."""
    draft = Draft("件数.csv", account=account.name)
    session.clear()
    drafts.keep(draft)
    session["reason-publish"] = reason
    assert "何も公開していません。15分以内に" in kept_drafts.leave()
    return draft


def test_the_next_session_of_the_account_goes_on_once(session: Session) -> None:
    draft = _left(session, OFFICER, "途中")
    assert drafts.in_session() is None
    assert "15分以内" in kept_drafts.leave()  # said as long as the page stays open

    session.clear()
    assert "読み込んだものから続けます" in kept_drafts.come_back(OFFICER)
    assert drafts.in_session() is draft
    assert session["reason-publish"] == "途中"

    session.clear()
    assert kept_drafts.come_back(OFFICER) == ""
    assert drafts.in_session() is None


def test_another_account_finds_nothing(session: Session) -> None:
    draft = _left(session, OFFICER)
    session.clear()
    assert kept_drafts.come_back(OTHER) == ""
    assert drafts.in_session() is None

    assert kept_drafts.come_back(OFFICER)
    assert drafts.in_session() is draft


@pytest.mark.parametrize(("seconds", "is_there"), [(900.0, True), (900.1, False)])
def test_after_a_quarter_of_an_hour_nothing_waits(
    session: Session, now: list[float], seconds: float, *, is_there: bool
) -> None:
    _left(session, OFFICER)
    session.clear()
    now[0] = seconds

    assert bool(kept_drafts.come_back(OFFICER)) == is_there


def test_an_account_that_may_not_publish_any_more_finds_nothing(session: Session) -> None:
    _left(session, OFFICER)
    session.clear()

    assert kept_drafts.come_back(Account(OFFICER.name, Role.VIEWER)) == ""
    assert drafts.in_session() is None


def test_a_session_that_has_read_something_keeps_that(session: Session) -> None:
    _left(session, OFFICER)
    session.clear()
    own = Draft("別.csv", account=OFFICER.name)
    drafts.keep(own)

    assert kept_drafts.come_back(OFFICER) == ""
    assert drafts.in_session() is own


def test_of_nine_officers_the_first_has_to_read_again(session: Session) -> None:
    officers = [Account(f"係{number}", Role.PUBLISHER) for number in range(9)]
    for officer in officers:
        _left(session, officer)
    session.clear()

    assert kept_drafts.come_back(officers[0]) == ""
    assert kept_drafts.come_back(officers[1])


def test_whoever_signs_in_next_in_the_same_session_finds_nothing_of_it(session: Session) -> None:
    assert not kept_drafts.take_over(OFFICER)
    draft = Draft("件数.csv", account=OFFICER.name)
    drafts.keep(draft)
    session["reason-publish"] = "途中"
    session["reason-list"] = "前の版に戻す"
    drafts.refuse("理由がない")
    assert not kept_drafts.take_over(OFFICER)
    assert drafts.in_session() is draft

    assert kept_drafts.take_over(OTHER)
    assert kept_drafts.come_back(OTHER) == ""
    assert (drafts.in_session(), drafts.refusal()) == (None, "")
    assert not {"reason-publish", "reason-list"} & {*session}
    assert not kept_drafts.take_over(OTHER)

    assert kept_drafts.take_over(OFFICER)
    assert "読み込んだものから続けます" in kept_drafts.come_back(OFFICER)
    assert drafts.in_session() is draft
    assert session["reason-publish"] == "途中"


def test_what_another_account_published_is_not_told_again(session: Session) -> None:
    made = Edition(1, 0, "", OFFICER.name, dt.datetime(2026, 11, 28, tzinfo=dt.UTC), "一")
    assert not kept_drafts.take_over(OFFICER)
    drafts.tell(Outcome(made))
    assert not kept_drafts.take_over(OFFICER)
    assert drafts.outcome() == Outcome(made)

    assert kept_drafts.take_over(OTHER)
    assert drafts.outcome() is None
    assert "outcome of a deed" not in session


def test_a_draft_of_which_nobody_saw_the_account_is_put_away_too(session: Session) -> None:
    draft = Draft("件数.csv", account=OFFICER.name)
    drafts.keep(draft)

    assert kept_drafts.take_over(OTHER)
    assert session.get("uploaded draft") is None


def test_what_was_told_of_one_sign_in_is_not_told_of_the_next(session: Session) -> None:
    _left(session, OFFICER)
    assert kept_drafts.come_back(OFFICER)
    drafts.drop()  # as a publication does

    assert kept_drafts.leave() == ""


def test_whoever_opens_the_page_has_what_is_too_old_forgotten(
    session: Session, now: list[float]
) -> None:
    _left(session, OFFICER)
    session.clear()
    now[0] = 900.1

    assert kept_drafts.come_back(Account("見る人", Role.VIEWER)) == ""
    assert kept_drafts._kept == {}  # noqa: SLF001 - what stays in memory shows nowhere else


def test_where_nothing_was_read_nothing_is_said(session: Session) -> None:
    assert kept_drafts.leave() == ""
    assert session == {}
