package io.sluice.standin;

import static io.sluice.standin.TestStandin.run;
import static io.sluice.standin.TestStandin.strings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.standin.Faults.Fault;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Redshift's own driver against the stand-in: each rule is one that PostgreSQL does not have. */
class StandinIT {
    private static TestStandin standin;

    private Connection connection;
    private final String table = "t_" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() throws SQLException {
        standin = new TestStandin();
        try (Connection first = standin.connect()) {
            run(first, "CREATE SCHEMA IF NOT EXISTS app");
        }
    }

    @AfterAll
    static void stop() {
        standin.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = standin.connect();
        run(connection, "SET search_path TO app");
    }

    @AfterEach
    void leave() throws SQLException {
        standin.server.faults().clear();
        if (!connection.isClosed()) {
            connection.close();
        }
    }

    private void create(String columns) throws SQLException {
        run(connection, "CREATE TABLE app." + table + " (" + columns + ") DISTSTYLE AUTO");
    }

    @Test
    void theDriverLogsInAndKnowsAnOldPostgres() throws SQLException {
        assertThat(connection.getMetaData().getDatabaseProductVersion()).isNotEmpty();
        assertThat(strings(connection, "SELECT version()").getFirst()).contains("Redshift");
        assertThat(strings(connection, "SELECT 1")).containsExactly("1");
        assertThatThrownBy(
                        () ->
                                DriverManager.getConnection(
                                        standin.server.jdbcUrl(), TestStandin.USER, "wrong"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void preparedStatementsKeepValuesOfEveryType() throws SQLException {
        create(
                "i BIGINT, d DOUBLE PRECISION, n DECIMAL(38,9), b BOOLEAN, s VARCHAR(100), ts"
                        + " TIMESTAMPTZ, j SUPER");
        // Often enough for the driver to keep it as a named statement.
        for (int i = 0; i < 12; i++) {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO app."
                                    + table
                                    + " SELECT ?, ?, ?::decimal(38,9), ?, ?, ?::timestamptz,"
                                    + " json_parse(?)")) {
                insert.setLong(1, i);
                insert.setDouble(2, 0.1);
                insert.setString(3, "123456789012345678.000000001");
                insert.setBoolean(4, true);
                insert.setString(5, "it's \\ ü");
                insert.setString(6, "2015-01-01T00:31:32.123456Z");
                insert.setString(7, "{\"a\":1}");
                insert.executeUpdate();
            }
        }
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM app." + table + " WHERE i = ?")) {
            select.setLong(1, 7);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(7);
                assertThat(row.getDouble(2)).isEqualTo(0.1);
                assertThat(row.getString(3)).isEqualTo("123456789012345678.000000001");
                assertThat(row.getBoolean(4)).isTrue();
                assertThat(row.getString(5)).isEqualTo("it's \\ ü");
                Timestamp moment = row.getTimestamp(6);
                assertThat(moment.toInstant().toString()).isEqualTo("2015-01-01T00:31:32.123456Z");
                assertThat(row.getString(7)).isEqualTo("{\"a\":1}");
            }
        }
    }

    @Test
    void varcharCountsBytes() throws SQLException {
        create("s VARCHAR(4), bare VARCHAR, t TEXT");
        run(connection, "INSERT INTO app." + table + " VALUES ('abcd', '', '')");
        for (String row :
                new String[] {
                    "'äöü', '', ''",
                    "'', '" + "a".repeat(257) + "', ''",
                    "'', '', '" + "ä".repeat(129) + "'"
                }) {
            assertThatThrownBy(
                            () ->
                                    run(
                                            connection,
                                            "INSERT INTO app." + table + " VALUES (" + row + ")"))
                    .isInstanceOf(SQLException.class)
                    .extracting(it -> ((SQLException) it).getSQLState())
                    .isEqualTo("22001");
        }
        assertThat(types())
                .containsExactly(
                        "character varying(4)", "character varying(256)", "character varying(256)");
    }

    @Test
    void noMoreThan1600Columns() throws SQLException {
        String most =
                IntStream.range(0, 1600)
                        .mapToObj(it -> "c" + it + " SMALLINT")
                        .collect(Collectors.joining(", "));
        create(most);
        assertThatThrownBy(() -> run(connection, "ALTER TABLE app." + table + " ADD COLUMN x INT"))
                .hasMessageContaining("tables can have at most 1600 columns");
        assertThatThrownBy(
                        () ->
                                run(
                                        connection,
                                        "CREATE TABLE app.x_%s (%s, x INT)".formatted(table, most)))
                .hasMessageContaining("tables can have at most 1600 columns");
    }

    @Test
    void itsOwnFunctionsAreThoseOfRedshift() throws SQLException {
        create("s VARCHAR(65535), n INT");
        run(
                connection,
                "INSERT INTO app." + table + " VALUES ('b', 2), ('a', 1), ('c', 3), (NULL, 4)");
        String from = " FROM app." + table;
        assertThat(
                        strings(
                                connection,
                                "SELECT LISTAGG(s, '; ') WITHIN GROUP (ORDER BY n DESC)" + from))
                .containsExactly("c; b; a");
        assertThat(
                        strings(
                                connection,
                                "SELECT NVL(s, CONCAT('n', n::varchar))" + from + " WHERE n > 2"))
                .containsExactly("c", "n4");
        refused("SELECT CONCAT(s, s, s)" + from, "42883");
        run(connection, "UPDATE app." + table + " SET s = '" + "x".repeat(40_000) + "'");
        assertThatThrownBy(() -> strings(connection, "SELECT LISTAGG(s)" + from))
                .hasMessageContaining("Result size exceeds LISTAGG limit");
    }

    @Test
    void blanksAtTheEndMakeNoDifference() throws SQLException {
        create("s VARCHAR(8), t VARCHAR(8)");
        run(connection, "INSERT INTO app." + table + " VALUES ('a', 'a  '), ('b ', 'a')");
        assertThat(
                        strings(
                                connection,
                                "SELECT (s = t) || ' ' || (s <> t) || ' ' || octet_length(t) FROM"
                                        + " app.$t ORDER BY 1".replace("$t", table)))
                .containsExactly("false true 1", "true false 3");
        assertThat(
                        strings(
                                connection,
                                "SELECT count(*) FROM app.$t x JOIN app.$t y ON x.s = y.t"
                                        .replace("$t", table)))
                .containsExactly("2");
        assertThat(strings(connection, "SELECT t FROM app." + table + " WHERE s = 'b'"))
                .containsExactly("a");
    }

    private java.util.List<String> types() throws SQLException {
        return strings(
                connection,
                "SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON"
                        + " c.oid = a.attrelid WHERE c.relname = '"
                        + table
                        + "' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum");
    }

    @Test
    void aVarcharGrowsAloneAndNothingElseChangesItsType() throws SQLException {
        create("s VARCHAR(4), i INTEGER");
        run(connection, "ALTER TABLE app." + table + " ALTER COLUMN s TYPE VARCHAR(6)");
        run(connection, "INSERT INTO app." + table + " VALUES ('äöü', 1)");
        assertThat(types()).containsExactly("character varying(6)", "integer");
        refused("ALTER TABLE app." + table + " ALTER COLUMN s TYPE VARCHAR(5)", "0A000");
        refused("ALTER TABLE app." + table + " ALTER COLUMN i TYPE BIGINT", "0A000");
        refused("ALTER TABLE app." + table + " ALTER COLUMN s TYPE SUPER", "0A000");
        run(connection, "CREATE VIEW app.v_" + table + " AS SELECT s FROM app." + table);
        assertThatThrownBy(
                        () ->
                                run(
                                        connection,
                                        "ALTER TABLE app."
                                                + table
                                                + " ALTER COLUMN s TYPE VARCHAR(9)"))
                .hasMessageContaining("cannot alter type of a column used by a view or rule");
        refused("ALTER TABLE app." + table + " DROP COLUMN s", "2BP01");
        connection.setAutoCommit(false);
        assertThatThrownBy(
                        () ->
                                run(
                                        connection,
                                        "ALTER TABLE app."
                                                + table
                                                + " ALTER COLUMN s TYPE VARCHAR(9)"))
                .hasMessageContaining("cannot run inside a transaction block");
        refused("SELECT 1", "25P02");
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private void refused(String sql, String state) {
        assertThatThrownBy(() -> run(connection, sql))
                .as(sql)
                .isInstanceOf(SQLException.class)
                .extracting(it -> ((SQLException) it).getSQLState())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE app.$t ADD COLUMN a INT, ADD COLUMN c INT|42601",
                "ALTER TABLE app.$t ADD COLUMN IF NOT EXISTS a INT|42601",
                "ALTER TABLE app.$t ADD COLUMN i INT|42701",
                "CREATE INDEX x ON app.$t (i)|42601",
                "CREATE UNIQUE INDEX x ON app.$t (i)|42601",
                "INSERT INTO app.$t (i) VALUES (1) ON CONFLICT DO NOTHING|42601",
                "INSERT INTO app.$t (i) VALUES (1) RETURNING i|42601",
                "SAVEPOINT x|42601",
                "LISTEN x|42601",
                "DISCARD ALL|42601",
                "DO 'BEGIN END'|42601",
                "PREPARE x AS SELECT 1|42601",
                "COPY app.$t FROM STDIN|0A000",
                "SELECT generate_series(1, 2)|42883",
                "SELECT pg_advisory_lock(1)|42883",
                "SELECT pg_sleep(1)|42883",
                "SELECT to_json(i) FROM app.$t|42883",
                "SELECT '{}'::jsonb|42704",
                "SELECT ARRAY[1]|42601",
                "SELECT * FROM pg_stat_activity|42P01",
                "SELECT i FROM app.$t WHERE i = ANY ('{1}'::int[])|42601",
                "CREATE TABLE app.x_$t (a JSONB)|42704",
                "CREATE TABLE app.x_$t (a UUID)|42704",
                "CREATE TABLE app.x_$t (a SERIAL)|42704",
                "CREATE TABLE app.x_$t (a VARCHAR(65536))|22023",
                "CREATE TABLE app.x_$t (a DECIMAL(39,0))|22023",
                "CREATE TABLE app.x_$t (tag INT)|42601",
                "CREATE TABLE app.x_$t (user INT)|42601",
                "CREATE TABLE app.x_$t (\"A\" INT, a INT)|42701",
                "CREATE TABLE app.x_$t (a INT GENERATED ALWAYS AS IDENTITY)|42601",
                "SET extra_float_digits TO 3|22023",
                "SET lock_timeout TO 1000|42704",
                "SHOW server_version_num|42704",
                "LOCK app.$t|25P01",
                "LOCK app.$t IN EXCLUSIVE MODE|42601",
                "SELECT json_parse('{a')|XX000",
                "MERGE INTO app.$t USING app.$t ON 1=1|42601",
            })
    void refusesWhatRedshiftRefuses(String sql, String state) throws SQLException {
        create("i BIGINT PRIMARY KEY");
        refused(sql.replace("$t", table), state);
    }

    @Test
    void keysAreTakenAndNotEnforced() throws SQLException {
        create("i BIGINT PRIMARY KEY, u BIGINT UNIQUE, PRIMARY KEY (i)");
        run(connection, "INSERT INTO app." + table + " VALUES (1, 1)");
        run(connection, "INSERT INTO app." + table + " VALUES (1, 1)");
        assertThat(strings(connection, "SELECT count(*) FROM app." + table)).containsExactly("2");
    }

    @Test
    void namesAreLowerCaseEvenInQuotes() throws SQLException {
        create("\"Camel\" INT, \"user\" INT");
        assertThat(
                        strings(
                                connection,
                                "SELECT attname FROM pg_attribute a JOIN pg_class c ON c.oid ="
                                        + " a.attrelid WHERE c.relname = '"
                                        + table
                                        + "' AND attnum > 0 ORDER BY attnum"))
                .containsExactly("camel", "user");
        run(
                connection,
                "SELECT \"CAMEL\" FROM \"APP\".\""
                        + table.toUpperCase(java.util.Locale.ROOT)
                        + '"');
    }

    @Test
    void truncateCommitsAndVacuumNeedsNoBlock() throws SQLException {
        create("i INT");
        connection.setAutoCommit(false);
        run(connection, "INSERT INTO app." + table + " VALUES (1)", "TRUNCATE app." + table);
        connection.rollback();
        run(connection, "INSERT INTO app." + table + " VALUES (2)");
        connection.rollback();
        assertThat(strings(connection, "SELECT count(*) FROM app." + table)).containsExactly("0");
        assertThatThrownBy(() -> run(connection, "VACUUM app." + table))
                .hasMessageContaining("cannot run inside a transaction block");
        connection.rollback();
        connection.setAutoCommit(true);
        run(connection, "VACUUM app." + table, "ANALYZE app." + table);
    }

    @Test
    void anErrorAbortsTheBlock() throws SQLException {
        create("i INT");
        connection.setAutoCommit(false);
        run(connection, "INSERT INTO app." + table + " VALUES (1)");
        refused("SAVEPOINT x", "42601");
        refused("SELECT 1", "25P02");
        connection.commit();
        assertThat(strings(connection, "SELECT count(*) FROM app." + table)).containsExactly("0");
    }

    @Test
    void twoThatReadAndWriteTheSameMeetError1023() throws SQLException {
        create("i INT");
        run(connection, "INSERT INTO app." + table + " VALUES (1)");
        connection.setAutoCommit(false);
        strings(connection, "SELECT i FROM app." + table);
        try (Connection other = standin.connect()) {
            run(other, "UPDATE app." + table + " SET i = 2");
        }
        assertThatThrownBy(() -> run(connection, "UPDATE app." + table + " SET i = 3"))
                .hasMessageContaining("1023");
        connection.rollback();
    }

    @Test
    void rightsOnColumnsGoWithTheColumn() throws SQLException {
        create("a INT, b INT");
        String who = "g_" + table;
        run(
                connection,
                "CREATE USER %s PASSWORD DISABLE".formatted(who),
                "CREATE GROUP " + who,
                "CREATE ROLE " + who,
                "GRANT ALL (a) ON app.%s TO %2$s, GROUP %2$s".formatted(table, who),
                "GRANT SELECT (b) ON app.%s TO ROLE \"%s\", PUBLIC".formatted(table, who));
        String all =
                "SELECT column_name || ' ' || privilege_type || ' ' || identity_type || ' ' ||"
                        + " identity_name FROM svv_column_privileges WHERE namespace_name = 'app'"
                        + " AND relation_name = '"
                        + table
                        + "' ORDER BY 1";
        assertThat(strings(connection, all))
                .containsExactlyInAnyOrder(
                        "a SELECT user " + who,
                        "a UPDATE user " + who,
                        "a SELECT group " + who,
                        "a UPDATE group " + who,
                        "b SELECT public public",
                        "b SELECT role " + who);
        run(
                connection,
                "REVOKE UPDATE (a) ON app.%s FROM GROUP %s".formatted(table, who),
                "ALTER TABLE app.%s RENAME COLUMN a TO c".formatted(table),
                "ALTER TABLE app.%s DROP COLUMN b".formatted(table));
        assertThat(strings(connection, all))
                .containsExactlyInAnyOrder(
                        "c SELECT user " + who, "c UPDATE user " + who, "c SELECT group " + who);
        run(
                connection,
                "DROP TABLE app." + table,
                "DROP USER " + who,
                "DROP GROUP " + who,
                "DROP ROLE " + who);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionIsLostOnDemand(boolean before) throws SQLException {
        create("i INT");
        connection.setAutoCommit(false);
        run(connection, "INSERT INTO app." + table + " VALUES (1)");
        standin.server.faults().next("commit", before ? Fault.LOST_BEFORE : Fault.LOST_AFTER);
        assertThatThrownBy(() -> connection.commit()).isInstanceOf(SQLException.class);
        try (Connection other = standin.connect()) {
            assertThat(strings(other, "SELECT count(*) FROM app." + table))
                    .containsExactly(before ? "0" : "1");
        }
    }

    @Test
    void errorsComeOnDemand() throws SQLException {
        create("i INT");
        for (Fault fault :
                new Fault[] {
                    Fault.SERIALIZATION,
                    Fault.RELATION_GONE,
                    Fault.DEADLOCK,
                    Fault.READ_ONLY,
                    Fault.RESIZE,
                    Fault.DISK_FULL
                }) {
            standin.server.faults().next("insert", fault);
            assertThatThrownBy(() -> run(connection, "INSERT INTO app." + table + " VALUES (1)"))
                    .isInstanceOf(SQLException.class);
        }
        run(connection, "INSERT INTO app." + table + " VALUES (1)");
    }
}
