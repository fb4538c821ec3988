"""更新: officers bring in data: template, upload, preview, publication, way back."""

from lib.ui import drafts, past_editions, second_entry, update
from lib.ui.page import open_page

page = open_page("update")
officer = update.account()
if officer:
    draft = drafts.in_session() if officer.may_publish else None
    outcome = drafts.outcome()
    if outcome:
        update.show_outcome(outcome)
    elif draft:
        update.show_draft(draft)
    else:
        entry, is_known = second_entry.show(officer) if officer.may_publish else (None, True)
        if is_known:
            update.offer_templates(entry)
            if officer.may_publish:
                update.ask_for_file(entry)
    if not draft:
        past_editions.show(may_publish=officer.may_publish)
