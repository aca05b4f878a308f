package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

class NamesTest {
    private static final String PORTABLE = "[a-z_][a-z0-9_]{0,62}";

    @ParameterizedTest
    @CsvSource({
        "/body/level, level",
        "/body/userId, userid",
        "/body/user-id, user_id",
        "/body/a/b, a__b",
        "/body/a.b, a_b",
        "/body/Größe, gro_e",
        "/body/café, cafe",
        "/body/2fa, _2fa"
    })
    void aPlainNameIsPretty(String path, String name) {
        assertThat(Names.columnName(path, Set.of())).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/body/user",
        "/body/_id",
        "/body/_ts",
        "/body/xmin",
        "/body/oid",
        "/body/имя",
        "/body/😀",
        "/body/",
        "/body/order"
    })
    void aReservedOrUntellingNameGetsASuffix(String path) {
        assertThat(Names.columnName(path, Set.of())).matches(PORTABLE).matches(".*_[0-9a-f]{8}");
    }

    @Test
    void noTwoPathsShareAColumn() {
        qt().forAll(lists().of(strings().allPossible().ofLengthBetween(0, 80)).ofSizeBetween(1, 40))
                .checkAssert(
                        keys -> {
                            Set<String> paths = new HashSet<>();
                            Set<String> names = new HashSet<>();
                            for (String key : keys) {
                                for (String variant :
                                        List.of(
                                                key,
                                                key.toUpperCase(java.util.Locale.ROOT),
                                                key + "_",
                                                key + "-")) {
                                    String path = JsonPointer.child("/body", variant);
                                    if (paths.add(path)) {
                                        String name = Names.columnName(path, names);
                                        assertThat(name).matches(PORTABLE);
                                        assertThat(names.add(name)).isTrue();
                                    }
                                }
                            }
                        });
    }

    @Test
    void longNamesWithEqualBeginningsDiffer() {
        String start = "/body/" + "x".repeat(300);
        assertThat(Names.columnName(start + "1", Set.of()))
                .matches(PORTABLE)
                .isNotEqualTo(Names.columnName(start + "2", Set.of()));
    }

    @Test
    void aTableIsNamedByItsKindOfEvent() {
        assertThat(Names.tableName("user", "pass_mission")).isEqualTo("_e_user__pass_mission");
        assertThat(Names.tableName("", "alterations")).isEqualTo("_sluice_alterations");
        assertThat(Names.tableName("x".repeat(60), "y")).matches(PORTABLE);
        assertThat(Names.suffixedTableName("ab", "c"))
                .isNotEqualTo(Names.suffixedTableName("a", "bc"));
    }

    @ParameterizedTest
    @CsvSource({
        "demo, demo",
        "a_b, a_b",
        "a-b, a_b_d44362d67d92",
        "public, public_X",
        "pg_x, app_pg_x_X"
    })
    void anAppHasANamespaceOfItsOwn(String app, String namespace) {
        assertThat(Names.namespace(app)).matches(namespace.replace("X", "[0-9a-f]{12}"));
    }

    @Test
    void noAppCanTakeTheNamespaceOfAnother() {
        String longest = "p-" + "x".repeat(46);
        Set<String> namespaces = new HashSet<>();
        List<String> apps = List.of("a-b", "a_b", "a--b", "a-_b", "pg-x", "pg_x", longest);
        for (String app : apps) {
            assertThat(namespaces.add(Names.namespace(app))).isTrue();
            assertThat(Names.namespace(app)).matches(PORTABLE).doesNotStartWith("pg_");
            assertThat(namespaces.add(Names.namespace(Names.namespace(app))))
                    .isEqualTo(!Names.namespace(app).equals(app));
        }
    }
}
