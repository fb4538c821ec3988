"""A page for tests only: says who is signed in, as a page of the dashboard would."""

import streamlit as st

from lib.ui import drafts, frame, sign_in

frame.head("試し", "誰がサインインしているか")
account = sign_in.offer()
found = sign_in.visit()
st.text(f"standing={found.standing.name} is_first={sign_in.is_first_sight()}")
if account is not None:
    publishes = drafts.publisher() == account
    st.text(f"account={account.name} role={account.role.name} publishes={publishes}")
st.button("もう一度")
