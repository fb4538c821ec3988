"""Entry script: every run of a session starts here and goes on to the chosen page."""

from lib.ui import frame, session

with session.kept():
    frame.run()
