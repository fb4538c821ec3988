"""Rules that only this field knows: codes, offices, periods, parts, places in lists.

A rule names the table and column at fault (or several, parted by commas) and, behind a colon, on
one line what would be allowed, with SQL in braces. Below stands what follows ``FROM <table> AS
this`` to find the offending rows; ``$column`` is the column at fault. Beside the tables, which have
a ``csv_line``, rules may ask ``counters`` (unit, thing), ``row_keys`` (table_name, row_key),
``declared_columns`` (table_name, column_name), ``declared_views`` (view) and the functions.
"""

# newest_day: by the newest entry, not by a clock; one that is slow must not refuse good data.
# reports_end: reports came until a year after the end of the model projects.
# farthest: 石垣市 and 根室市 lie about four degrees from their prefectural office.
# kind_of: by digits 3 to 5 of the code. Source: 総務省「全国地方公共団体コード」仕様.
# is_misplaced: the first place that is wrong; those behind it only follow from it.
FUNCTIONS = """
CREATE MACRO newest_day() AS (SELECT make_date(year(max(entered_on)) + 1, 12, 31) FROM sources);
CREATE MACRO model_start() AS
  (SELECT min(starts_on) FROM scheme_phases WHERE programme = 'model_project');
CREATE MACRO model_end() AS
  (SELECT max(ends_on) FROM scheme_phases WHERE programme = 'model_project');
CREATE MACRO reports_end() AS (SELECT (model_end() + INTERVAL 1 YEAR)::DATE);
CREATE MACRO farthest(body_kind) AS if(body_kind = 'prefecture', 0, 5);
CREATE MACRO kind_of(code) AS CASE WHEN code[3:5] = '000' THEN 'prefecture'
  WHEN code[3:5] LIKE '1_0' THEN 'designated_city' WHEN code[3] = '2' THEN 'city' ELSE 'なし' END;
CREATE MACRO project_name(year, number) AS
  if(year < 2019, printf('H%d-%02d', year - 1988, number), printf('R%d-%02d', year - 2018, number));
CREATE MACRO form(basis) AS CASE basis WHEN 'as_of' THEN '[0-9]{4}-[0-9]{2}(-[0-9]{2})?'
  WHEN 'unstated' THEN '不詳' ELSE '[0-9]{4}(-[0-9]{4})?' END;
CREATE MACRO form_words(basis) AS CASE basis WHEN 'as_of' THEN '年月または日'
  WHEN 'unstated' THEN '不詳' ELSE '年または年の範囲' END;
CREATE MACRO day_of(period) AS TRY_CAST(period || if(length(period) = 7, '-01', '') AS DATE);
CREATE MACRO place(list, position, line) AS
  row_number() OVER (PARTITION BY list ORDER BY position, line);
CREATE MACRO is_misplaced(list, position, line) AS position <> place(list, position, line) AND
  coalesce(lag(position) OVER (PARTITION BY list ORDER BY position, line), 0)
  = place(list, position, line) - 1;
"""

RULES = """
bodies.body_code: 検査数字が {check_digit(body_code[:5])} のコード
    WHERE body_code[6] <> check_digit(body_code[:5])::VARCHAR
bodies.prefecture_code: 団体コードの上2桁（{body_code[:2]}）
    WHERE prefecture_code <> body_code[:2]
bodies.body_kind: 団体コードの3桁目から5桁目（{body_code[3:5]}）に合う種類 {kind_of(body_code)}
    WHERE body_kind <> kind_of(body_code)
bodies.office_latitude, bodies.office_longitude:
    都道府県庁の {home.$column} との差が {farthest(body_kind)} 度以内
    JOIN prefectures AS home USING (prefecture_code)
    WHERE abs(this.$column - home.$column) > farthest(body_kind)
bodies.name: 都道府県の名前（{home.name}）
    JOIN prefectures AS home USING (prefecture_code)
    WHERE body_kind = 'prefecture' AND this.name <> home.name

projects.project_id: {project_name(cohort_fiscal_year, number)}
    WHERE project_id <> project_name(cohort_fiscal_year, number)
projects.cohort_fiscal_year:
    モデル事業の期間（{model_start()} から {model_end()}）に始まる年度
    WHERE make_date(cohort_fiscal_year, 4, 1) NOT BETWEEN model_start() AND model_end()
projects.as_of_date: 同じ文書のモデル事業で同じ日付（{mode(as_of_date) OVER document}）
    WINDOW document AS (PARTITION BY source_id)
    QUALIFY as_of_date <> mode(as_of_date) OVER document
projects.as_of_date, results.as_of_date, kpis.as_of_date, program_sessions.month:
    モデル事業の期間とその後1年（{model_start()} から {reports_end()}）の日付
    WHERE $column NOT BETWEEN model_start() AND reports_end()
results.as_of_date: 見出しの時点（{heading.as_of_date}）。欄に日付があれば時点の根拠は cell
    JOIN projects AS heading USING (project_id, source_id)
    WHERE as_of_basis = 'heading' AND this.as_of_date <> heading.as_of_date
results.as_of_date: 文書の見出しの時点（{heading.as_of_date}）以前の日付
    JOIN projects AS heading USING (project_id, source_id)
    WHERE as_of_basis <> 'heading' AND this.as_of_date > heading.as_of_date
program_sessions.month: 月の末日（実施日は入れない）
    WHERE day(month + 1) <> 1
sources.published_on: 入力日（{entered_on}）以前の日付
    WHERE published_on > entered_on
scheme_phases.ends_on: 始まり（{starts_on}）より後の日付
    WHERE ends_on <= starts_on
scheme_phases.duration_months: {starts_on} から {ends_on} までの月数
    WHERE NOT is_duration_approximate AND ends_on > starts_on AND
    (day(ends_on + 1) <> day(starts_on)
     OR datediff('month', starts_on, ends_on + 1) <> duration_months)

context_series.period, prefecture_indicators.period:
    期間の種類 {period_basis} では{form_words(period_basis)}
    WHERE NOT regexp_full_match(period, form(period_basis))
context_series.period, prefecture_indicators.period:
    実在する {newest_day()} までの年月または日（YYYY-MM、YYYY-MM-DD）
    WHERE period_basis = 'as_of' AND length(period) IN (7, 10)
    AND coalesce(day_of(period) > newest_day(), true)
context_series.period, prefecture_indicators.period: 最初の年が最後の年より前
    WHERE period LIKE '____-____' AND period[:4] >= period[6:]
context_series.period, prefecture_indicators.period: {year(newest_day())} 年以前
    WHERE period_basis NOT IN ('target_year', 'as_of')
    AND TRY_CAST(period[-4:] AS INTEGER) > year(newest_day())

agendas.title: 議題 {agenda} のほかの行と同じ名前（{first_value(title) OVER agenda_rows}）
    WINDOW agenda_rows AS (PARTITION BY agenda ORDER BY csv_line)
    QUALIFY title <> first_value(title) OVER agenda_rows
agendas.view: どれかの画面にある図の名前（lib/vocabulary.py の VIEWS）
    ANTI JOIN declared_views AS known ON known.view = split_part(this.view, ';', 1)
agendas.view: projects.csv の project_id にある事業
    ANTI JOIN projects ON project_id = regexp_extract(view, ';(project|body)=([^;]+)', 2)
    WHERE regexp_matches(view, ';(project|body)=')

departments.position, contractors.position:
    {place(project_id, $column, csv_line)}（1 から順に1度ずつ）
    QUALIFY is_misplaced(project_id, $column, csv_line)
support_types.position, programme_items.position, indicators.position:
    {place('', $column, csv_line)}（1 から順に1度ずつ）
    QUALIFY is_misplaced('', $column, csv_line)
agendas.position: {place(agenda, $column, csv_line)}（1 から順に1度ずつ）
    QUALIFY is_misplaced(agenda, $column, csv_line)
event_attendance.position: {place(event, $column, csv_line)}（1 から順に1度ずつ）
    QUALIFY is_misplaced(event, $column, csv_line)
subsidy_grants.grant_number, commissions.rank:
    {place(fiscal_year, $column, csv_line)}（1 から順に1度ずつ）
    QUALIFY is_misplaced(fiscal_year, $column, csv_line)
subsidy_grants.prefecture_code: 年度の最後の順位（名前のない都道府県の合計）だけが空
    QUALIFY prefecture_code IS NULL
    AND grant_number < max(grant_number) OVER (PARTITION BY fiscal_year)
subsidy_grants.prefecture_code: 年度の中で1度だけの都道府県
    WHERE prefecture_code IS NOT NULL
    QUALIFY place((fiscal_year, prefecture_code), grant_number, csv_line) > 1
subsidy_grants.amount_yen: 1つ前の順位の金額（{lag(amount_yen) OVER ranks}）以下
    WHERE prefecture_code IS NOT NULL
    WINDOW ranks AS (PARTITION BY fiscal_year ORDER BY grant_number)
    QUALIFY amount_yen > lag(amount_yen) OVER ranks
commissions.amount_yen: 丸めの単位（{rounded_to_yen}円）の倍数
    WHERE amount_yen % rounded_to_yen <> 0

results.part_kind: 元の数値番号がある行だけに値
    WHERE (part_of_result_number IS NULL) <> (part_kind IS NULL)
results.part_group: part_kind が breakdown の行だけに値
    WHERE (part_kind IS NOT DISTINCT FROM 'breakdown') = (part_group IS NULL)
results.part_of_result_number: 自分以外の数値番号
    WHERE part_of_result_number = result_number
results.unit: 元の数（{whole.unit}）と同じものを数える単位
    JOIN results AS whole ON (whole.project_id, whole.result_number)
    = (this.project_id, this.part_of_result_number)
    JOIN counters AS own ON own.unit = this.unit
    JOIN counters AS other ON other.unit = whole.unit
    WHERE own.thing <> other.thing
results.count_basis: 元の数と同じ数え方（{whole.count_basis}）
    JOIN results AS whole ON (whole.project_id, whole.result_number)
    = (this.project_id, this.part_of_result_number)
    WHERE whole.count_basis <> this.count_basis
prefecture_indicators.unit: 指標の単位（{known.unit}）
    JOIN indicators AS known USING (indicator_id)
    WHERE this.unit <> known.unit
prefecture_indicators.value: 100 以下の割合（%）
    WHERE unit = '%' AND value > 100
support_counts.missing_reason, prefecture_indicators.missing_reason:
    value か missing_reason のどちらか1つだけ（0 は値。秘匿、不明、該当なしの値は空）
    WHERE (value IS NULL) = (missing_reason IS NULL)
support_ranges.minimum: minimum, maximum, unit のすべてに値、またはすべて空
    WHERE (minimum IS NULL) <> (maximum IS NULL) OR (minimum IS NULL) <> (unit IS NULL)
support_ranges.minimum: {maximum} 以下
    WHERE minimum > maximum

discrepancies.table_name: 宣言された表の名前（組み立てで作る表を除く）
    ANTI JOIN declared_columns USING (table_name)
discrepancies.column_name: 表 {table_name} の列の名前
    SEMI JOIN declared_columns USING (table_name)
    ANTI JOIN declared_columns AS declared USING (table_name, column_name)
    WHERE column_name IS NOT NULL
discrepancies.row_key: 表 {table_name} にあるキー（/ でつなぐ）
    SEMI JOIN declared_columns USING (table_name)
    ANTI JOIN row_keys AS known ON known.table_name = this.table_name
    AND starts_with(known.row_key || '/', this.row_key || '/')
    WHERE row_key IS NOT NULL
discrepancies.check_id:
    1つの記録だけが説明する検算（{first_value(discrepancy_id) OVER records} にもある）
    WHERE check_id IS NOT NULL
    WINDOW records AS (PARTITION BY check_id ORDER BY csv_line)
    QUALIFY row_number() OVER records > 1
"""


def local_government_check_digit(digits: str) -> int:
    """The check digit of a local government code.

    The first five digits are weighted 6, 5, 4, 3, 2; the digit is the last one of
    11 minus the sum's remainder by 11.

    Args:
        digits: The first five digits.

    Source: 総務省「全国地方公共団体コード」仕様.
    """
    weighted = sum(
        int(digit) * weight for digit, weight in zip(digits, range(6, 1, -1), strict=True)
    )
    return (11 - weighted % 11) % 10
