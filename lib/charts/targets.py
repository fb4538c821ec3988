"""Charts of targets: how far each result reaches on the way to its target."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats, vocabulary
from lib.charts.rows import bars, strokes, worded_rows
from lib.charts.theme import Palette, wrapped
from lib.frames import Record, records

_BAR_PX = 26
_WHOLE = 100  # %


def target_bars(targets: pd.DataFrame, kinds: str, palette: Palette) -> go.Figure:
    """Each result as a share of its target, with the target as a mark.

    Args:
        targets: Rows of ``views.targets.COLUMNS``. A target that is not to be exceeded has words
            only, as a share of it would say the opposite.
        kinds: What the results stand beside, in words.
        palette: Colours.

    Returns:
        A chart whose axis begins at 0; the words give result, target, difference and rating.
    """
    rows = records(targets)
    has_many_bodies = len({row["body_name"] for row in rows}) > 1
    lines = [_lines(row, names_body=has_many_bodies) for row in rows]
    bars_px = [0 if row["share_pct"] is None else _BAR_PX for row in rows]
    shares = [row["share_pct"] for row in rows if row["share_pct"] is not None]
    chart, edges = worded_rows(lines, bars_px, max([_WHOLE, *shares]), _axis(kinds), palette)
    places = [edge + _BAR_PX / 2 for edge, height in zip(edges, bars_px, strict=True) if height]
    chart.add_trace(bars(palette, x=shares, y=places, width=_BAR_PX * 0.6))
    chart.add_trace(strokes([_WHOLE] * len(places), places, _BAR_PX, palette.accent))
    return chart


def _axis(kinds: str) -> str:
    return f"{kinds}に対する結果の割合（%）<br>縦の線: {kinds}　＋−: 結果と{kinds}の差"


def _lines(row: Record, *, names_body: bool) -> list[str]:
    body = f"{row['body_name']} " if names_body else ""
    kind = vocabulary.TARGET_KIND.label(row["target_kind"])
    limit = "" if row["target_comparison"] == ">=" else "以下"
    target = f"{kind}{formats.count(row['target_value'], row['unit'])}{limit}"
    share = row["share_pct"]
    compared = f"{formats.change(row['difference'])}{row['difference_unit']}"
    compared += "" if share is None else f"（{formats.number(share)}%）"
    rating = f"　<b>団体の評価 {row['rating_printed']}</b>" if row["rating_printed"] else ""
    return [
        *(f"<b>{line}</b>" for line in wrapped(f"{body}{row['indicator']}")),
        f"結果{formats.count(row['actual_value'], row['unit'])}／{target}",
        f"{compared}{rating}",
    ]
