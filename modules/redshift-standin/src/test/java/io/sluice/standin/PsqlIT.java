package io.sluice.standin;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL's own client speaks to the stand-in, as it does to Redshift. */
class PsqlIT {
    private static TestStandin standin;

    @BeforeAll
    static void start() throws SQLException {
        boolean isThere =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(it -> new java.io.File(it, "psql").canExecute());
        Assumptions.assumeTrue(isThere, "psql is not installed: nothing to speak with");
        standin = new TestStandin();
    }

    @AfterAll
    static void stop() {
        if (standin != null) {
            standin.close();
        }
    }

    /** Gives what it prints, errors among the rest, and its exit code at the end. */
    private static String psql(String password, String... commands)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("psql", "-X", "-A", "-t", "-w"));
        words.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(standin.server.port())));
        words.addAll(List.of("-U", TestStandin.USER, "-d", RedshiftStandin.DATABASE));
        for (String command : commands) {
            words.addAll(List.of("-c", command));
        }
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return out + "exit " + process.waitFor();
    }

    @Test
    void statementsAndErrorsAreThoseOfRedshift() throws Exception {
        assertThat(psql("wrong", "SELECT 1"))
                .contains("password authentication failed for user \"loader\"")
                .endsWith("exit 2");
        assertThat(
                        psql(
                                TestStandin.PASSWORD,
                                "CREATE SCHEMA p; CREATE TABLE p.t (a BIGINT, b VARCHAR(4), c"
                                        + " SUPER) SORTKEY (a)",
                                "INSERT INTO p.t VALUES (1, 'äö', '[1,2]'), (2, NULL, NULL)",
                                "BEGIN; DELETE FROM p.t; ROLLBACK",
                                "SELECT a, b, c FROM p.t ORDER BY a",
                                "SELECT LISTAGG(b || a, ',') WITHIN GROUP (ORDER BY a DESC) FROM"
                                        + " p.t"))
                .isEqualTo(
                        """
                        CREATE SCHEMA
                        CREATE TABLE
                        INSERT 0 2
                        BEGIN
                        DELETE 2
                        ROLLBACK
                        1|äö|[1,2]
                        2||
                        äö1
                        exit 0\
                        """);
        assertThat(
                        psql(
                                TestStandin.PASSWORD,
                                "SELEC 1",
                                "SELECT * FROM p.nothing",
                                "INSERT INTO p.t VALUES (3, 'äöü', NULL)",
                                "SELECT '{}'::jsonb",
                                "\\copy p.t FROM /dev/null",
                                "SELECT version()"))
                .contains(
                        "ERROR:  syntax error at or near \"selec\"",
                        "ERROR:  relation \"p.nothing\" does not exist",
                        "ERROR:  Value too long for character type",
                        "ERROR:  type \"jsonb\" does not exist",
                        "ERROR:  COPY FROM STDIN is not supported",
                        "Redshift 1.0");
    }

    @Test
    void whatIsThereIsListed() throws Exception {
        psql(
                TestStandin.PASSWORD,
                "CREATE SCHEMA q; CREATE TABLE q.t (a BIGINT NOT NULL, b VARCHAR(4), c SUPER)",
                "CREATE VIEW q.v AS SELECT a FROM q.t");
        assertThat(psql(TestStandin.PASSWORD, "\\dt q.*", "\\dv q.*", "\\dn q"))
                .contains("q|t|table|", "q|v|view|", "q|")
                .endsWith("exit 0");
        assertThat(
                        psql(
                                TestStandin.PASSWORD,
                                "SET search_path TO q; SELECT \"column\", type, \"notnull\" FROM"
                                        + " pg_table_def WHERE tablename = 't'"))
                .contains("a|bigint|t\nb|character varying(4)|f\nc|super|f\n");
        // Its description of one table asks for catalogs that a server of 2005 has not.
        assertThat(psql(TestStandin.PASSWORD, "\\d q.t", "SELECT 1"))
                .contains("ERROR:  type \"regtype\" does not exist")
                .endsWith("1\nexit 0");
    }
}
