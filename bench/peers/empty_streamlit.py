"""A Streamlit page that holds one empty chart."""

import plotly.graph_objects as go
import streamlit as st

st.plotly_chart(go.Figure())
