-- Editions and their audit log. Rows are added, and never changed or removed.
-- Run by the first who publishes, or by whoever is to own the tables: psql -1 -f postgres.sql

CREATE SCHEMA IF NOT EXISTS dashboard;

CREATE TABLE IF NOT EXISTS dashboard.editions (
    number integer PRIMARY KEY CHECK (number BETWEEN 0 AND 999999),
    -- An edition has one successor, which decides between two who publish upon it at once. The
    -- numbers say so too: without gaps, each one more than its parent's.
    parent integer UNIQUE REFERENCES dashboard.editions (number),
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    account text NOT NULL,
    published_at timestamptz NOT NULL,
    reason text NOT NULL,
    takes_back integer,
    files bytea NOT NULL, -- a zip of the complete set
    CHECK (parent IS NOT DISTINCT FROM NULLIF(number, 0) - 1)
);
ALTER TABLE dashboard.editions ALTER COLUMN files SET STORAGE EXTERNAL; -- compressed as it is

CREATE TABLE IF NOT EXISTS dashboard.audit_log (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    account text NOT NULL,
    kind text NOT NULL,
    words text NOT NULL
);

CREATE OR REPLACE FUNCTION dashboard.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE OR REPLACE TRIGGER only_added
    BEFORE UPDATE OR DELETE OR TRUNCATE ON dashboard.editions
    FOR EACH STATEMENT EXECUTE FUNCTION dashboard.refuse_change();
CREATE OR REPLACE TRIGGER only_added
    BEFORE UPDATE OR DELETE OR TRUNCATE ON dashboard.audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION dashboard.refuse_change();
ALTER TABLE dashboard.editions ENABLE ALWAYS TRIGGER only_added;
ALTER TABLE dashboard.audit_log ENABLE ALWAYS TRIGGER only_added;
