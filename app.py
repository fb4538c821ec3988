"""Entry script: every run of a session starts here and goes on to the chosen page."""

from lib.ui import agenda, agreed, editions, frame, header, layers, session

with editions.held(), session.kept():
    agenda.take_over()
    meeting = header.place()
    page = frame.choose()
    with agreed.held():
        frame.run(page)
        # Not before: until the page is known, the browser takes it for an address of another one.
        agenda.write_address()
        header.show_meeting(meeting)
        layers.show()
