-- First entries that wait for a second one, and who made the second entry of an edition.
-- Run by the first who keeps an entry, or by whoever owns the tables, after postgres.sql:
-- psql -1 -f waiting_postgres.sql

ALTER TABLE dashboard.editions ADD COLUMN IF NOT EXISTS confirmed_by text;

-- Rows are removed once they are published or withdrawn.
CREATE TABLE IF NOT EXISTS dashboard.waiting_entries (
    code text PRIMARY KEY CHECK (code ~ '^[0-9a-f]{32}$'),
    account text NOT NULL,
    at timestamptz NOT NULL,
    file text NOT NULL,
    base integer NOT NULL,
    reason text NOT NULL,
    tables text[] NOT NULL,
    rows integer NOT NULL,
    files bytea NOT NULL CHECK (octet_length(files) <= 16777216) -- a zip of the changed tables
);
ALTER TABLE dashboard.waiting_entries ALTER COLUMN files SET STORAGE EXTERNAL;
