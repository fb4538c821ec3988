-- Two roles: servers that only show, and servers or operators that publish. Neither owns the tables,
-- so that neither can change or remove what was published. What waits for its second entry is no
-- edition, and is removed. Run after lib/editions/postgres.sql and waiting_postgres.sql.

CREATE ROLE dashboard_reader LOGIN;
CREATE ROLE dashboard_publisher LOGIN;

GRANT USAGE ON SCHEMA dashboard TO dashboard_reader, dashboard_publisher;
GRANT SELECT ON dashboard.editions TO dashboard_reader;
GRANT SELECT, INSERT ON dashboard.editions, dashboard.audit_log TO dashboard_publisher;
GRANT SELECT, INSERT, DELETE ON dashboard.waiting_entries TO dashboard_publisher;
