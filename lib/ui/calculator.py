"""Shows what the grant's calculator says."""

import streamlit as st

from lib import formats
from lib.cells import listed
from lib.ui import frame
from lib.ui.markdown import plain
from lib.views.subsidy import Calculation


def show_calculation(calculation: Calculation | str) -> None:
    """Shows grant, own share and the rule, or why there are none."""
    if isinstance(calculation, str):
        st.info(calculation)
        return
    grant, own = st.columns(2)
    grant.metric("交付金", f"{formats.number(calculation.share.grant_yen)}円", border=True)
    own.metric("都道府県の負担", f"{formats.number(calculation.share.own_yen)}円", border=True)
    st.markdown(plain(calculation.sentence))
    if calculation.share.is_capped:
        st.markdown("**上限に達している。**")
    link = frame.address("evidence", figure=listed(calculation.figure_ids))
    st.caption(f"{plain(calculation.rule)}　[補助率と上限の根拠]({link})")
