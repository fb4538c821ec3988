"""A user never sees a traceback."""

from streamlit.testing.v1 import AppTest


def _failing_page() -> None:
    from lib.ui.frame import show_error  # noqa: PLC0415 - runs as a script of its own

    assert show_error(ValueError("secret detail")) is True


def test_an_error_is_shown_in_japanese_with_what_to_do() -> None:
    app = AppTest.from_function(_failing_page).run()

    (shown,) = app.error
    assert "再読み込み" in shown.value
    assert "担当者" in shown.value
    assert "secret" not in shown.value
    assert not app.exception
