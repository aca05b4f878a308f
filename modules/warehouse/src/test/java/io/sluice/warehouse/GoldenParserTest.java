package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.druid.DbType;
import com.alibaba.druid.sql.SQLUtils;
import com.alibaba.druid.sql.ast.SQLStatement;
import com.alibaba.druid.sql.parser.ParserException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A parser of Redshift's SQL that is none of ours reads every statement that Sluice sends. */
class GoldenParserTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<String> statements() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.sorted()
                    .map(GoldenParserTest::text)
                    .flatMap(it -> Arrays.stream(it.split(";\n")))
                    .map(String::strip)
                    .filter(it -> !it.isEmpty())
                    .distinct()
                    .toList();
        }
    }

    /** Without the lines that only tell what comes. */
    private static String text(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(it -> !it.startsWith("--"))
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * It knows neither COPY nor LOCK, and no quotes after GROUP, ROLE and CREATE SCHEMA: see this
     * module's README for who else was asked.
     */
    static List<String> known() throws IOException {
        return statements().stream()
                .filter(it -> !it.startsWith("COPY") && !it.startsWith("LOCK"))
                .filter(it -> !it.matches("GRANT .* TO (GROUP|ROLE) .*"))
                .map(it -> it.startsWith("CREATE SCHEMA") ? it.replace("\"", "") : it)
                // It takes this word for a reserved one; Redshift's list does not have it.
                .map(it -> it.replaceAll("\\brows\\b", "\"rows\""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("known")
    void readsIt(String sql) {
        List<SQLStatement> read = SQLUtils.parseStatements(sql, DbType.redshift);
        assertThat(read).hasSize(1);
        // What it has understood, it can say again, with all columns and types.
        String again = SQLUtils.toSQLString(read.getFirst(), DbType.redshift);
        assertThat(words(again)).containsAll(words(sql).filter(it -> it.startsWith("\"")).toList());
    }

    private static Stream<String> words(String sql) {
        return Arrays.stream(sql.split("[\\s,().;=]+"));
    }

    @Test
    void allKindsOfStatementsAreAmongThem() throws IOException {
        assertThat(known().stream().map(it -> it.split("[\\s;]", 2)[0]).distinct())
                .containsExactlyInAnyOrder(
                        "ALTER",
                        "BEGIN",
                        "COMMENT",
                        "COMMIT",
                        "CREATE",
                        "DELETE",
                        "DROP",
                        "GRANT",
                        "INSERT",
                        "ROLLBACK",
                        "SELECT",
                        "UPDATE");
        assertThat(statements()).hasSizeGreaterThan(80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE \"app\".\"t\" (\"a\" VARCHAR(256) SORTKEY (\"a\")",
                "CREATE TABLE t (a BIGINT) DISTSTYLE AUTO SORTKEY a",
                "ALTER TABLE t ADD COLUMN",
                "UPDATE t SET WHERE a = 1",
                "SELECT count(* FROM t",
                "DELETE FROM t USING",
            })
    void refusesWhatIsNoStatement(String sql) {
        assertThatThrownBy(() -> SQLUtils.parseStatements(sql, DbType.redshift))
                .isInstanceOf(ParserException.class);
    }
}
