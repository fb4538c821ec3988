"""The plain page of grants as a Dash app: the same rows, charts and table, by a callback."""

from pathlib import Path

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dcc, html

_DATA = Path(__file__).resolve().parents[2] / "data"


def rows(table: str) -> pd.DataFrame:
    """The rows of a table."""
    return pd.read_csv(_DATA / f"{table}.csv", dtype={"prefecture_code": "string"})


GRANTS = rows("subsidy_grants").merge(rows("prefectures"), on="prefecture_code", how="left")
BUDGET = rows("budget_lines")
YEARS = sorted(GRANTS["fiscal_year"].unique())
SHOWN = ["fiscal_year", "grant_number", "name", "amount_yen", "source_locator"]

app = Dash(__name__, title="交付金")
server = app.server
app.layout = html.Div(
    [
        html.H1("交付金"),
        dcc.RadioItems([str(year) for year in YEARS], str(YEARS[-1]), id="year"),
        html.P(id="total"),
        dcc.Graph(id="bodies"),
        dcc.Graph(id="totals"),
        dcc.Graph(id="budget"),
        html.Div(id="rows"),
    ]
)
OUTPUTS = ("total.children", "bodies.figure", "totals.figure", "budget.figure", "rows.children")


@app.callback(
    *(Output(*output.split(".")) for output in OUTPUTS),
    Input("year", "value"),
)
def redrawn(year: str) -> tuple[object, ...]:
    """What the choice of a year changes."""
    chosen = GRANTS[GRANTS["fiscal_year"] == int(year)].copy()
    chosen["name"] = chosen["name"].fillna("その他")
    totals = GRANTS.groupby("fiscal_year", as_index=False)["amount_yen"].sum()
    lines = [html.Tr([html.Td(cell) for cell in row]) for row in chosen[SHOWN].to_numpy()]
    return (
        f"交付額の合計 {chosen['amount_yen'].sum():,}円",
        px.bar(chosen, x="amount_yen", y="name", orientation="h"),
        px.bar(totals, x="fiscal_year", y="amount_yen"),
        px.line(BUDGET, x="fiscal_year", y="amount_yen", color="item", line_group="line"),
        html.Table([html.Tr([html.Th(name) for name in SHOWN]), *lines]),
    )
