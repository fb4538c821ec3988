"""What may be said of targets that few persons decide on."""

from lib import formats
from lib.database import Database
from lib.frames import Record, records
from lib.proportions import upper_limit_of_none
from lib.queries import projects as queries


def limits(kpis: list[Record]) -> list[Record]:
    """The targets that are not to be exceeded."""
    return [row for row in kpis if row["target_comparison"] == "<="]


def limit_words(database: Database, kpi: Record) -> str:
    """One sentence on a share that is not to be exceeded, with how much its persons can say.

    Where the number of persons is not known, or some of them are counted, the sentence gives only
    what is printed.
    """
    result = formats.count(kpi["actual_value"], kpi["unit"])
    target = formats.count(kpi["target_value"], kpi["unit"])
    rating = f"、文書の評価{kpi['rating_printed']}" if kpi["rating_printed"] else ""
    printed = f"{kpi['indicator']}は{result}（目標{target}以下{rating}）"
    persons = len(records(queries.of_project(database, "program_participants", kpi["project_id"])))
    if not persons or kpi["unit"] != "%" or kpi["actual_value"] != 0:
        return f"{printed}。"
    highest = upper_limit_of_none(persons)
    if 100 * highest <= kpi["target_value"]:
        return f"{printed}で、{persons}人のうち0人。"
    return (
        f"{printed}だが、{persons}人のうち0人で、95%信頼区間（正確法）は0～"
        f"{formats.percent(highest)}。人数が少なく、目標を達成したかどうかも、"
        "全国の率より低いかどうかも判断できない。"
    )
