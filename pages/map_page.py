import streamlit as st
import pandas as pd

st.title("地図")
df = pd.DataFrame(
    {
        "団体": ["[北海道](/map?x=1)", "岩手県 :red[x] $a$ **b**"],
        "値": [1234.0, 5.0],
        "単位": ["人", "件"],
    }
)
st.table(
    df.style.format({"値": lambda v: "約" + format(v, ",.0f")}),
    border="horizontal",
    hide_index=True,
)
st.table(df, border="horizontal", hide_index=True)
big = pd.concat([df] * 120)
st.table(big, border="horizontal", hide_index=True, height=300)
import plotly.graph_objects as go

st.plotly_chart(
    go.Figure(go.Bar(x=[1, 2], y=["あ", "い"], orientation="h")),
    theme=None,
    config={"displayModeBar": False},
    alt="x",
)
st.multiselect("選ぶ", ["a", "b"], placeholder="すべて")
st.text_input("検索", placeholder="語")
st.segmented_control("seg", ["一", "二"], required=True, default="一")
st.download_button("CSV", b"x", file_name="a.csv")
with st.expander("表で見る"):
    st.write("x")
