"""Entry script: every run of a session starts here and goes on to the chosen page."""

from lib.ui import frame, header, layers, session

with session.kept():
    meeting = header.place()
    frame.run()
    header.show_meeting(meeting)
    layers.show()
