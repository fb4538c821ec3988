import pandas as pd
import streamlit as st

st.title("概要")
st.metric("実施団体", "36団体", delta=None, border=True)
df = pd.DataFrame(
    {"団体": ["[北海道](/map?x=1)", "岩手県"], "値": ["1,234", "5"], "単位": ["人", "件"]}
)
st.table(
    df.style.set_properties(subset=["値"], **{"text-align": "right"}).hide(axis="index"),
    border="horizontal",
)
st.write(st.context.theme.type)
