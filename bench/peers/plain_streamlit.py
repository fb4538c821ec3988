"""The grants as a plain Streamlit page has them: cached rows, three charts, a table, a download."""

from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

_DATA = Path(__file__).resolve().parents[2] / "data"


@st.cache_data
def rows(table: str) -> pd.DataFrame:
    """The rows of a table."""
    return pd.read_csv(_DATA / f"{table}.csv", dtype={"prefecture_code": "string"})


st.set_page_config(page_title="交付金", layout="wide")
st.title("交付金")
grants = rows("subsidy_grants").merge(rows("prefectures"), on="prefecture_code", how="left")
years = sorted(grants["fiscal_year"].unique())
year = st.segmented_control("年度", [str(one) for one in years], default=str(years[-1]))
chosen = grants[grants["fiscal_year"] == int(year or years[-1])].copy()
chosen["name"] = chosen["name"].fillna("その他")
st.metric("交付額の合計", f"{chosen['amount_yen'].sum():,}円")
st.plotly_chart(px.bar(chosen, x="amount_yen", y="name", orientation="h"), key="bodies")
left, right = st.columns(2)
totals = grants.groupby("fiscal_year", as_index=False)["amount_yen"].sum()
left.plotly_chart(px.bar(totals, x="fiscal_year", y="amount_yen"), key="totals")
budget = rows("budget_lines")
right.plotly_chart(
    px.line(budget, x="fiscal_year", y="amount_yen", color="item", line_group="line"), key="budget"
)
shown = chosen[["fiscal_year", "grant_number", "name", "amount_yen", "source_locator"]]
st.dataframe(shown)
st.download_button("CSV", shown.to_csv(index=False), f"grants_{year}.csv", "text/csv")
