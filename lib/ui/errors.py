"""What a user sees when something fails: Japanese, what to do, no traceback."""

import logging

import streamlit as st

_LOGGER = logging.getLogger(__name__)


def show_error(error: Exception) -> bool:
    """Logs an error for the operator and tells the user what to do; Streamlit shows nothing."""
    _LOGGER.error("A page failed", exc_info=error)
    st.error(
        "この画面を表示できませんでした。画面を再読み込みしてください。"
        "直らないときは、上の欄から別の画面を開き、システムの担当者に時刻と画面の名前を伝えてください。",
        icon=":material/error:",
    )
    return True
