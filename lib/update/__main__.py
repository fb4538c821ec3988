"""Looks at editions, checks, publishes and takes back.

Run as ``python -m lib.update list|check|publish|take-back|compare|export|template|log``;
DASHBOARD_EDITIONS in the environment names the store of the editions. Ends with 0, with 1 where
something was refused, and with 2 where the command was not understood.
"""

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lib import formats, paths
from lib.build import WRITE_ERRORS, obstacle
from lib.editions.changes import changes
from lib.editions.exhibits import exhibit_changes, ledger_changes
from lib.editions.model import (
    LONGEST_REASON,
    DamagedEditionError,
    EditionError,
    Files,
    SupersededError,
    digest_of,
    number_in,
    tidy_reason,
)
from lib.editions.publishing import (
    ConflictsError,
    Proposal,
    onto_newest,
    proposed,
    publish,
    take_back,
    trial,
    write,
)
from lib.editions.shipped import files_in
from lib.editions.store import EditionStore, opened_store
from lib.intake.given import PART, may_be_given
from lib.intake.marked import marked
from lib.intake.reading import Options
from lib.intake.templates import templates
from lib.schema import CSV_TABLES
from lib.update import words
from lib.update.uploads import BrokenRulesError, UnclearFileError, template, uploaded
from lib.validation import InvalidDataError

_FROM = "from_edition.txt"  # in an exported folder: the edition that its files are of
_SHIPPED_DIFFER = (
    "同梱のデータは第0版と違います（ソフトウェアと一緒に新しくなりました）。版のデータはそのままです。"
    "取り込むには: python -m lib.update publish data --parent 0 --rebase --reason …"
)


class _RefusedError(Exception):
    """What was asked for cannot be done; the message says why, in Japanese."""


def _list(store: EditionStore, _options: argparse.Namespace) -> None:
    """All editions."""
    for edition in store.editions():
        try:
            store.files(edition.number)
            damage = ""
        except DamagedEditionError as error:
            damage = f"　{error}"
        print(words.edition_line(edition) + damage)
    if digest_of(files_in(paths.DATA)) != store.editions()[0].digest:
        print(_SHIPPED_DIFFER)


def _check(store: EditionStore, options: argparse.Namespace) -> None:
    """What publishing would change."""
    _show(store, _proposal(store, options), options)


def _publish(store: EditionStore, options: argparse.Namespace) -> None:
    """Checks and publishes."""
    proposal = _proposal(store, options)
    newest = store.editions()[-1]
    if proposal.base.number != newest.number and options.rebase:
        proposal = onto_newest(store, proposal)
    try:
        made = publish(store, proposal, options.account, options.reason)
    except SupersededError as error:
        told = (store.files(number) for number in (proposal.base.number, error.newest.number))
        print(
            "その間に公開された変更:",
            *words.row_lines(changes(*told), is_whole=options.all),
            sep="\n",
        )
        message = f"{error}載せ直すには --rebase を付けて、もう一度実行してください。"
        raise _RefusedError(message) from error
    print(*words.row_lines(proposal.changes, is_whole=options.all), sep="\n")
    print(f"{made.name}を公開しました。動いている画面は、次の操作からこの版になります。")


def _take_back(store: EditionStore, options: argparse.Namespace) -> None:
    """Returns to an earlier edition."""
    made = take_back(store, options.number, options.account, options.reason)
    print(f"第{options.number}版のデータに戻す{made.name}を公開しました。間の版は残っています。")


def _compare(store: EditionStore, options: argparse.Namespace) -> None:
    """What differs between two editions."""
    before, after = (store.files(number) for number in options.numbers)
    _show_difference(before, after, options)


def _export(store: EditionStore, options: argparse.Namespace) -> None:
    """Writes the files of an edition."""
    files = store.files(options.number)
    folder: Path = options.folder
    if folder.exists() and any(folder.iterdir()):
        message = f"フォルダー {folder} は空ではありません。新しいフォルダーを指定してください。"
        raise _RefusedError(message)
    folder.mkdir(parents=True, exist_ok=True)
    write(files, folder)
    (folder / _FROM).write_text(f"{options.number}\n", "utf-8")
    print(f"第{options.number}版のファイル{len(files)}個を {folder} に書き出しました。")


def _template(store: EditionStore, options: argparse.Namespace) -> None:
    """Writes a template to fill in."""
    file: Path = options.file
    newest = store.editions()[-1]
    files, form = store.files(newest.number), file.suffix[1:].lower()
    try:
        content = template(options.table, form, files, filled=options.filled, edition=newest)
    except KeyError as error:
        message = (
            "このひな形はありません。表の名前とファイルの形（.xlsx か .csv）を確かめてください。"
            f"ある表: {formats.joined(templates())}"
        )
        raise _RefusedError(message) from error
    file.write_bytes(content)
    print(f"ひな形を {file} に書き出しました。")


def _log(store: EditionStore, _options: argparse.Namespace) -> None:
    """The audit log."""
    for event in store.events():
        print(words.event_line(event))


def _proposal(store: EditionStore, options: argparse.Namespace) -> Proposal:
    folder: Path = options.folder
    if folder.is_file():
        return _of_file(store, folder, options)
    if not folder.is_dir():
        message = f"フォルダー {folder} がありません。その名前のファイルもありません。"
        raise _RefusedError(message)
    changed = {name: own for name, own in files_in(folder).items() if name.endswith(".csv")}
    if not changed:
        message = f"フォルダー {folder} にCSVファイルがありません。"
        raise _RefusedError(message)
    return proposed(store, changed, _parent(folder, changed, options.parent))


def _of_file(store: EditionStore, file: Path, options: argparse.Namespace) -> Proposal:
    """What a workbook or a CSV file that was filled in would make."""
    chosen = _chosen(options)
    try:
        found = uploaded(store, file.name, file.read_bytes(), chosen, options.parent)
    except UnclearFileError as error:
        if options.marked and error.intake.sheets:
            options.marked.write_bytes(marked(error.intake))
            print(f"直すところに印を付けたファイルを {options.marked} に書き出しました。")
        raise
    print(*found.notes, sep="\n")
    if found.conflicts:
        raise ConflictsError(store.editions()[-1], found.conflicts)
    return found.proposal


def _chosen(options: argparse.Namespace) -> Options:
    """What was said of a file: its table, and the one value of columns that it does not have."""
    names = {table.name: table for tables in templates().values() for table in tables}
    table = names.get(options.table)
    if options.table and table is None:
        message = f"この表はありません: {options.table}。ある表: {formats.joined(names)}"
        raise _RefusedError(message)
    if table is None:
        if options.given:
            message = "--given には、どの表の列かを --table で書いてください。"
            raise _RefusedError(message)
        return Options(threshold=options.threshold)
    columns = {one.label: one.name for one in table.columns if may_be_given(table, one)}
    given = {columns.get(name, name): text for name, text in options.given}
    if not given.keys() <= {*columns.values()}:
        unknown = formats.joined(name for name in given if name not in columns.values())
        message = (
            f"どの行にも同じ値を書ける列ではありません: {unknown}。"
            f"書ける列: {formats.joined(columns)}"
        )
        raise _RefusedError(message)
    return Options(table.name, given, options.threshold)


def _parent(folder: Path, changed: Files, asked: int | None) -> int | None:
    """The edition that the files were made from; None for the newest.

    A whole set would silently undo what was published since, unless it says where it is from.
    """
    mark = folder / _FROM
    if asked is None and mark.is_file():
        asked = number_in(mark.read_text("utf-8", "replace").strip())
    if asked is None and {f"{table.name}.csv" for table in CSV_TABLES} <= changed.keys():
        message = "表がすべてあります。どの版から作ったかを --parent で指定してください。"
        raise _RefusedError(message)
    return asked


def _show(store: EditionStore, proposal: Proposal, options: argparse.Namespace) -> None:
    print(f"{proposal.base.name}からの変更に、誤りはありません。公開すると変わるところ:")
    _show_difference(store.files(proposal.base.number), proposal.files, options)


def _show_difference(before: Files, after: Files, options: argparse.Namespace) -> None:
    print(*words.row_lines(changes(before, after), is_whole=options.all), sep="\n", flush=True)
    with trial(before) as old, trial(after) as new:
        print(*words.figure_lines(ledger_changes(old, new), is_whole=options.all), sep="\n")
        print(*words.exhibit_lines(exhibit_changes(old, new), is_whole=options.all), sep="\n")


def _number(text: str) -> int:
    found = number_in(text)
    if found is None:
        message = f"「{text}」は版の番号ではありません（0、1、2 …）"
        raise argparse.ArgumentTypeError(message)
    return found


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        message = f"「{text}」は0以上の整数ではありません"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _reason(text: str) -> str:
    written = tidy_reason(text)
    if not written:
        message = f"理由を1字から{LONGEST_REASON}字で書いてください"
        raise argparse.ArgumentTypeError(message)
    return written


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.update", description="データの版")
    commands = parser.add_subparsers(required=True, metavar="命令")

    def command(name: str, run: Callable[..., None], words: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=words, description=words)
        found.set_defaults(run=run)
        return found

    command("list", _list, "版の一覧")
    command("log", _log, "記録（公開、取り消しなど）")
    shows = [
        command("check", _check, "公開せずに確かめ、変わるところを示す"),
        command("publish", _publish, "確かめて公開する"),
        command("compare", _compare, "2つの版の違い（行、数値、図と表、言葉）"),
    ]
    takes = command("take-back", _take_back, "前の版に戻す版を公開する")
    exports = command("export", _export, "版のCSVをフォルダーに書き出す")
    shows[2].add_argument("numbers", type=_number, nargs=2, metavar="版")
    for one in shows:
        one.add_argument("--all", action="store_true", help="違いをすべて示す")
    for one in shows[:2]:
        _add_changes(one)
    shows[1].add_argument("--rebase", action="store_true", help="今の最新の版の上に載せ直す")
    for one in (takes, exports):
        one.add_argument("number", type=_number, metavar="版")
    exports.add_argument("folder", type=Path, metavar="フォルダー")
    writes = command("template", _template, "記入するひな形を書き出す")
    writes.add_argument("table", metavar="表")
    writes.add_argument("file", type=Path, metavar="ファイル", help=".xlsx か .csv")
    writes.add_argument("--filled", action="store_true", help="今の行を入れる")
    for one in (shows[1], takes):
        one.add_argument("--reason", type=_reason, required=True, metavar="理由")
        one.add_argument("--account", type=_reason, default=None, metavar="名前")
    return parser


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (sign and name.strip() and value.strip()):
        message = f"「{text}」は 列=値 の形ではありません（年度=令和6年度）"
        raise argparse.ArgumentTypeError(message)
    return name.strip(), value.strip()


def _add_changes(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what is changed."""
    words = "直したCSVのフォルダーか、記入したファイル（xlsx、xls、ods、csv）"
    parser.add_argument("folder", type=Path, metavar="フォルダーかファイル", help=words)
    parser.add_argument("--parent", type=_number, metavar="版", help="直す前の版（ふつうは最新）")
    words = "ファイルの、この数より小さい数を秘匿にする"
    parser.add_argument("--threshold", type=_count, default=0, metavar="数", help=words)
    words = "ファイルの表（書かなければ見出しから決める）"
    parser.add_argument("--table", default="", metavar="表", help=words)
    words = "ファイルにない列の、どの行にも同じ値（年度=令和6年度。何度でも。--table が要る）"
    parser.add_argument(
        "--given", action="append", type=_pair, default=[], metavar="列=値", help=words
    )
    words = "読めないセルがあるとき、印を付けて書き出すファイル（.xlsx）"
    parser.add_argument("--marked", type=Path, metavar="ファイル", help=words)


def main(arguments: Sequence[str]) -> int:
    """Does what is asked for; returns the exit code."""
    options = _arguments().parse_args(arguments)
    if "account" in options and options.account is None:
        options.account = getpass.getuser()
    try:
        options.run(opened_store(), options)
    except InvalidDataError as error:
        told = (f"データに{len(error.faults)}件の誤りがあり、公開できません。", *error.faults)
        print(*told, sep="\n  ", file=sys.stderr)
    except (UnclearFileError, BrokenRulesError) as error:
        print("直すところがあり、公開できません。", error, sep="\n", file=sys.stderr)
        if PART in str(error):
            print(f"{PART}は、ここでは --table と --given です。", file=sys.stderr)
    except ConflictsError as error:
        print(error, *words.conflict_lines(error.conflicts), sep="\n", file=sys.stderr)
    except (EditionError, _RefusedError) as error:
        print(error, file=sys.stderr)
    except WRITE_ERRORS as error:
        found, to_do = obstacle(error)
        place = getattr(error, "filename", None) or ""
        print(f"{found}（{place}）。{to_do}、もう一度実行してください。", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
