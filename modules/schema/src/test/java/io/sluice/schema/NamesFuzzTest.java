package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whatever keys, kinds and apps are called, names stay names. Each line of the input is the key of
 * a member; lines two by two are also the kinds of events.
 */
class NamesFuzzTest {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    @FuzzTest
    void namesNeedNoQuotesAndNeverMeet(byte[] text) {
        String[] keys = new String(text, UTF_8).split("\n", 50);
        columns(keys);
        tables(keys);
        assertThat(Names.namespace(app(keys[0])))
                .matches(NAME)
                .isNotIn("public", "information_schema")
                .doesNotStartWith("pg_");
    }

    /** The nearest that can be the name of an app. */
    private static String app(String key) {
        String name = "a" + key.replaceAll("[^a-z0-9_-]", "");
        return name.substring(0, Math.min(48, name.length()));
    }

    private static void columns(String[] keys) {
        Set<String> paths = new HashSet<>();
        Set<String> names = new HashSet<>();
        String parent = "/body";
        for (String key : keys) {
            for (String path :
                    new String[] {
                        JsonPointer.child("/body", key), JsonPointer.child(parent, key)
                    }) {
                assertThat(JsonPointer.segments(path)).last().isEqualTo(key);
                if (paths.add(path)) {
                    String name = Names.columnName(path, names);
                    assertThat(name).matches(NAME);
                    assertThat(name).isEqualTo(Names.columnName(path, names));
                    assertThat(names.add(name)).as("%s is new, for %s", name, path).isTrue();
                    parent = path.length() > 1_000 ? "/body" : path;
                }
            }
        }
    }

    private static void tables(String[] kinds) {
        for (int i = 0; i + 1 < kinds.length; i++) {
            if (!kinds[i].isEmpty() && !kinds[i + 1].isEmpty()) {
                String name = Names.tableName(kinds[i], kinds[i + 1]);
                assertThat(name).matches(NAME).startsWith("_e_").doesNotStartWith("_sluice");
                assertThat(Names.suffixedTableName(kinds[i], kinds[i + 1]))
                        .matches(NAME)
                        .startsWith("_e_");
            }
        }
    }
}
