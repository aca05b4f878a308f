package io.sluice.standin.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.standin.StandinException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of these is a statement that PostgreSQL would run, and Redshift would not. */
class DenyByDefaultTest {
    private static void refused(String sql) {
        assertThatThrownBy(() -> Recognizer.plan(sql)).as(sql).isInstanceOf(StandinException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT ON (a) a, b FROM t",
                "SELECT a FROM t FOR UPDATE",
                "SELECT a FROM t FOR NO KEY UPDATE",
                "SELECT a FROM t FOR SHARE SKIP LOCKED",
                "SELECT a FROM t, LATERAL (SELECT t.a) x",
                "SELECT count(*) FILTER (WHERE a > 1) FROM t",
                "SELECT string_agg(a, ',') FROM t",
                "SELECT array_agg(a) FROM t",
                "SELECT unnest(a) FROM t",
                "SELECT a[1] FROM t",
                "SELECT '{}'::json",
                "SELECT CAST('{}' AS json)",
                "SELECT '{}'::pg_catalog.jsonb",
                "SELECT '{}'::\"jsonb\"",
                "SELECT CAST('{}' AS \"jsonb\")",
                "SELECT '1'::money",
                "SELECT '1.2.3.4'::cidr",
                "SELECT 'a'::tsvector",
                "SELECT a::varchar(65536) FROM t",
                "SELECT CAST(a AS VARCHAR(0)) FROM t",
                "SELECT CAST(a AS DECIMAL(39, 0)) FROM t",
                "SELECT CAST(1 AS NUMERIC(10, 38))",
                "SELECT a -> 'b' FROM t",
                "SELECT a @> b FROM t",
                "SELECT a <-> b FROM t",
                "SELECT 1 | 2",
                "SELECT * FROM generate_series(1, 3)",
                "SELECT * FROM \"generate_series\"(1, 3)",
                "SELECT pg_catalog.generate_series(1, 3)",
                "SELECT pg_catalog.\"pg_sleep\"(1)",
                "SELECT pg_try_advisory_lock(1)",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT set_config('a.b', 'c', false)",
                "SELECT gen_random_uuid()",
                "SELECT now()",
                "SELECT localtimestamp",
                "SELECT current_timestamp",
                "SELECT xmin FROM t",
                "SELECT t.\"ctid\" FROM t",
                "SELECT a FROM t ORDER BY a COLLATE \"C\"",
                "SELECT a IS DISTINCT FROM b FROM t",
                "SELECT a IS JSON FROM t",
                "SELECT a BETWEEN SYMMETRIC 2 AND 1 FROM t",
                "SELECT a FROM t FETCH FIRST 3 ROWS ONLY",
                "SELECT a FROM t TABLESAMPLE SYSTEM (1)",
                "SELECT * FROM (VALUES (1), (2)) x",
                "SELECT 1 UNION ALL VALUES (2)",
                "SELECT 1 INTO x",
                "SELECT E'a\\nb'",
                "SELECT U&'\\0041'",
                "SELECT U&\"\\0041\" FROM t",
                "SELECT B'101'",
                "SELECT X'1F'",
                "SELECT 0x1F",
                "SELECT $$a$$",
                "SELECT * FROM pg_stat_activity",
                "SELECT * FROM \"pg_stat_activity\"",
                "SELECT * FROM pg_catalog.\"pg_authid\"",
                "WITH x AS (DELETE FROM t RETURNING a) SELECT * FROM x",
                "WITH x AS (DELETE FROM t) SELECT 1",
                "WITH x AS (INSERT INTO t VALUES (1)) SELECT 1",
                "WITH x AS MATERIALIZED (SELECT 1) SELECT 1",
                "VALUES (1)",
                "TABLE t",
            })
    void queries(String sql) {
        refused(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t AS x VALUES (1)",
                "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2",
                "INSERT INTO t (a) OVERRIDING SYSTEM VALUE VALUES (1)",
                "INSERT INTO t TABLE x",
                "UPDATE t AS x SET a = 1",
                "UPDATE t x SET a = 1",
                "UPDATE t SET (a, b) = (1, 2)",
                "UPDATE t SET a = 1, (b, c) = (SELECT 1, 2)",
                "UPDATE t SET t.a = 1",
                "UPDATE ONLY t SET a = 1",
                "UPDATE t SET a = 1 RETURNING a",
                "DELETE FROM t x WHERE x.a = 1",
                "DELETE FROM ONLY t",
                "DELETE FROM t RETURNING a",
                "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE",
                "MERGE INTO t USING s ON t.a = s.a WHEN NOT MATCHED THEN DO NOTHING",
                "TRUNCATE t, s",
                "TRUNCATE t RESTART IDENTITY",
                "LOCK t IN SHARE MODE",
                "LOCK t NOWAIT",
                "COPY t TO STDOUT",
                "COPY (SELECT 1) TO 's3://b/k'",
                "COPY t FROM PROGRAM 'ls'",
                "COPY t FROM STDIN WITH (FORMAT csv)",
            })
    void changes(String sql) {
        refused(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "CREATE SEQUENCE s",
                "CREATE TRIGGER x BEFORE INSERT ON t EXECUTE FUNCTION f()",
                "CREATE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE sql",
                "CREATE TYPE x AS ENUM ('a')",
                "CREATE DOMAIN x AS text",
                "CREATE EXTENSION hstore",
                "CREATE RULE r AS ON INSERT TO t DO NOTHING",
                "CREATE UNLOGGED TABLE x (a INT)",
                "CREATE TABLE x (a INT) PARTITION BY RANGE (a)",
                "CREATE TABLE x (a INT) INHERITS (t)",
                "CREATE TABLE x (a INT) WITH (fillfactor = 50)",
                "CREATE TABLE x (a INT CHECK (a > 0))",
                "CREATE TABLE x (a INT, CHECK (a > 0))",
                "CREATE TABLE x (a INT, EXCLUDE USING gist (a WITH =))",
                "CREATE TABLE x (a INT GENERATED ALWAYS AS (1) STORED)",
                "CREATE TABLE x (a INT DEFAULT nextval('s'))",
                "CREATE TABLE x (a INT[])",
                "CREATE TABLE x (a BYTEA)",
                "CREATE TABLE x (a BIGSERIAL)",
                "CREATE TABLE x (a XML)",
                "CREATE TABLE x (xmin INT)",
                "CREATE TABLE x (\"OID\" INT)",
                "CREATE TABLE x (LIKE t INCLUDING ALL)",
                "CREATE TABLE x AS SELECT '{}'::jsonb AS a",
                "CREATE TEMP TABLE x (a INT) ON COMMIT DROP",
                "CREATE SCHEMA s CREATE TABLE u (a TEXT)",
                "CREATE RECURSIVE VIEW v (a) AS SELECT 1",
                "CREATE VIEW v AS VALUES (1)",
                "CREATE VIEW v AS SELECT a FROM t WITH CHECK OPTION",
                "CREATE MATERIALIZED VIEW v AS SELECT DISTINCT ON (a) a FROM t",
                "ALTER TABLE t ADD COLUMN a INT, ADD COLUMN b INT",
                "ALTER TABLE t ADD COLUMN a INT, DROP COLUMN b",
                "ALTER TABLE t ADD COLUMN a INT NOT NULL",
                "ALTER TABLE t ADD COLUMN a INT UNIQUE",
                "ALTER TABLE t ADD COLUMN a INT PRIMARY KEY",
                "ALTER TABLE t ADD COLUMN a INT REFERENCES s (a)",
                "ALTER TABLE t ADD CHECK (a > 0)",
                "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)",
                "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1",
                "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
                "ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(9) USING a::varchar",
                "ALTER TABLE t ALTER COLUMN a TYPE TEXT[]",
                "ALTER TABLE t DROP COLUMN IF EXISTS a",
                "ALTER TABLE t DROP COLUMN a, DROP COLUMN b",
                "ALTER TABLE IF EXISTS t ADD COLUMN a INT",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE t SET UNLOGGED",
                "ALTER TABLE t CLUSTER ON i",
                "ALTER INDEX i RENAME TO j",
                "DROP INDEX i",
                "DROP TYPE x",
                "COMMENT ON FUNCTION f() IS 'x'",
                "COMMENT ON SCHEMA s IS 'x'",
                "GRANT INSERT (a) ON t TO x",
                "GRANT SELECT (a) ON t TO x WITH GRANT OPTION",
                "GRANT SELECT ON t TO GROUP x WITH GRANT OPTION",
                "GRANT TRUNCATE ON t TO x",
                "GRANT USAGE ON SEQUENCE s TO x",
                "GRANT SELECT ON ALL SEQUENCES IN SCHEMA s TO x",
                "GRANT a TO x",
                "REVOKE SELECT ON t FROM x CASCADE",
                "CREATE ROLE x LOGIN",
                "CREATE USER x",
                "DROP ROLE IF EXISTS x",
            })
    void definitions(String sql) {
        refused(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SAVEPOINT a",
                "ROLLBACK TO SAVEPOINT a",
                "RELEASE a",
                "COMMIT AND CHAIN",
                "COMMIT PREPARED 'x'",
                "PREPARE TRANSACTION 'x'",
                "BEGIN DEFERRABLE",
                "LISTEN a",
                "NOTIFY a",
                "UNLISTEN *",
                "DISCARD TEMP",
                "DO $$ BEGIN END $$",
                "EXECUTE x",
                "CLUSTER t",
                "REINDEX TABLE t",
                "CHECKPOINT",
                "LOAD 'x'",
                "VACUUM (FREEZE) t",
                "VACUUM FREEZE t",
                "ANALYZE (VERBOSE) t",
                "SET lock_timeout TO 1",
                "SET synchronous_commit TO off",
                "SET SESSION AUTHORIZATION x",
                "SET ROLE x",
                "SHOW server_version_num",
                "SHOW data_directory",
                "IMPORT FOREIGN SCHEMA x FROM SERVER y INTO z",
                "REFRESH MATERIALIZED VIEW v",
                "SECURITY LABEL ON TABLE t IS 'x'",
            })
    void allElse(String sql) {
        refused(sql);
    }

    @Test
    void aStatementHasSixteenMegabytesAtMostInBytes() {
        String half = "ä".repeat(Lexer.MAX_STATEMENT / 4);
        assertThat(Recognizer.plan("SELECT '" + half + "'")).isNotNull();
        refused("SELECT '" + half + half + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, count(DISTINCT b) FROM \"app\".\"t\" WHERE \"c\" IN (1, 2) GROUP BY 1",
                "SELECT LISTAGG(a, ',') WITHIN GROUP (ORDER BY b) FROM t GROUP BY c",
                "SELECT a::decimal(38, 9), CAST(b AS VARCHAR(256)), c::timestamptz FROM t",
                "SELECT CAST(a AS DOUBLE PRECISION), DATE '2020-01-01' FROM t",
                "WITH x (a) AS (SELECT 1), y AS (SELECT 2) SELECT * FROM x, y",
                "INSERT INTO t (\"a\", b) SELECT a, b FROM s JOIN u USING (a)",
                "INSERT INTO t VALUES ($1, json_parse($2)), (DEFAULT, NULL)",
                "UPDATE t SET a = s.a, b = coalesce(s.b, 'x') FROM s WHERE t.c = s.c",
                "DELETE FROM t USING s WHERE t.a = s.a",
                "CREATE VIEW \"app\".v (a) AS (SELECT a FROM t)",
                "CREATE TABLE t (a INT NOT NULL DEFAULT 0, CONSTRAINT k PRIMARY KEY (a), FOREIGN"
                    + " KEY (a) REFERENCES s (a)) DISTSTYLE KEY DISTKEY (a) COMPOUND SORTKEY (a)",
                "ALTER TABLE t ADD COLUMN a INT DEFAULT 0 NOT NULL",
                "CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION x",
                "GRANT SELECT (\"a\", b), UPDATE (a) ON \"app\".\"t\" TO x, GROUP y, ROLE \"z\","
                        + " PUBLIC",
                "GRANT ALL PRIVILEGES (a) ON TABLE t TO x",
                "GRANT SELECT, INSERT ON t, s TO x WITH GRANT OPTION, GROUP y",
                "GRANT ALL ON ALL TABLES IN SCHEMA s TO ROLE x",
                "GRANT CREATE, USAGE ON SCHEMA s TO x",
                "GRANT CREATE ON DATABASE d TO x",
                "REVOKE GRANT OPTION FOR SELECT ON t FROM x",
                "CREATE USER x PASSWORD DISABLE",
                "DROP GROUP x",
                "VACUUM DELETE ONLY t TO 75 PERCENT",
                "ANALYZE t (a, b)",
            })
    void whatRedshiftTakesIsTaken(String sql) {
        assertThat(Recognizer.plan(sql)).isNotNull();
    }
}
