package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every situation of this module's README names tests that exist. */
class SituationsTest {
    private static final Pattern SHORT = Pattern.compile("`([A-Z]{2})` (?:is )?`(\\w+)`");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|.*\\| ([^|]+) \\|");
    private static final Pattern TEST =
            Pattern.compile("([A-Z]{2}) ([a-z]\\w+)(?: `(\\w+\\.sql)`)?");

    private final Map<String, String> sources = sources();

    /** Text of each test of the repository, by class. */
    private static Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        for (String group : List.of("../../modules", "../../verticles")) {
            try (Stream<Path> modules = Files.list(Path.of(group))) {
                for (Path tests : modules.map(it -> it.resolve("src/test/java")).toList()) {
                    read(tests, sources);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return sources;
    }

    private static void read(Path tests, Map<String, String> sources) throws IOException {
        if (!Files.isDirectory(tests)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tests)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.put(name, Files.readString(file));
            }
        }
    }

    @Test
    void eachHasTestsThatExist() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Map<String, String> classes = new HashMap<>();
        SHORT.matcher(readme).results().forEach(it -> classes.put(it.group(1), it.group(2)));
        List<Integer> numbers = new ArrayList<>();
        for (Matcher row = ROW.matcher(readme); row.find(); ) {
            numbers.add(Integer.parseInt(row.group(1)));
            for (String test : row.group(2).split(", ")) {
                exists("situation " + row.group(1) + ": " + test, test, classes);
            }
        }
        assertThat(numbers).hasSizeGreaterThanOrEqualTo(40);
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(i + 1);
        }
    }

    private void exists(String where, String test, Map<String, String> classes) {
        Matcher named = TEST.matcher(test);
        assertThat(named.matches()).as(where).isTrue();
        assertThat(classes).as(where).containsKey(named.group(1));
        String source = sources.get(classes.get(named.group(1)));
        assertThat(source).as(where).isNotNull();
        assertThat(source).as(where).containsPattern("\n    void " + named.group(2) + "\\w*\\(");
        String golden = named.group(3);
        if (golden != null) {
            assertThat(Path.of("src/test/resources/golden", golden)).as(where).exists();
        }
    }
}
