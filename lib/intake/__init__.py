"""Takes in tables as ministries send them: a file becomes rows, or a list of unclear cells."""

from lib.intake.known import Rows
from lib.intake.reading import Intake, Options, taken_in
from lib.intake.sheets import CellFault

__all__ = ["CellFault", "Intake", "Options", "Rows", "taken_in"]
