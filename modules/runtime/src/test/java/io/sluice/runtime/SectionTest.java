package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class SectionTest {
    private enum Colour {
        LIGHT_BLUE,
        RED
    }

    private static final Duration DAY = Duration.ofDays(1);
    private final Problems problems = new Problems();

    private Section parse(String yaml) {
        return Settings.parse(yaml, Map.of("HOST", "db.example", "EMPTY", ""), problems);
    }

    private List<String> found() {
        return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void valuesAreReadByTheirTypes() {
        Section root =
                parse(
                        """
                        name: sink
                        port: 8080
                        wait: 250ms
                        long: PT5M
                        size: 4MiB
                        on: true
                        colour: light-blue
                        hosts: [a, b]
                        one: a
                        nested: {port: 1}
                        client: {sasl.mechanism: PLAIN, retries: 3}
                        """);
        assertThat(root.text("name", "")).isEqualTo("sink");
        assertThat(root.integer("port", 1, 0, 65_535)).isEqualTo(8080);
        assertThat(root.duration("wait", DAY, Duration.ZERO, DAY))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(root.duration("long", DAY, Duration.ZERO, DAY)).isEqualTo(Duration.ofMinutes(5));
        assertThat(root.bytes("size", 1, 0, Long.MAX_VALUE)).isEqualTo(4L << 20);
        assertThat(root.bool("on", false)).isTrue();
        assertThat(root.choice("colour", Colour.class, Colour.RED)).isEqualTo(Colour.LIGHT_BLUE);
        assertThat(root.texts("hosts", List.of())).containsExactly("a", "b");
        assertThat(root.texts("one", List.of())).containsExactly("a");
        assertThat(root.section("nested").integer("port", 9, 0, 10)).isEqualTo(1);
        assertThat(root.texts("client"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("sasl.mechanism", "PLAIN", "retries", "3"));
        root.finish();
        assertThat(found()).isEmpty();
    }

    @Test
    void whatIsLeftOutTakesItsDefault() {
        Section root = parse("port:\n");
        assertThat(root.integer("port", 7, 0, 10)).isEqualTo(7);
        assertThat(root.section("absent").text("name", "x")).isEqualTo("x");
        assertThat(root.has("port")).isFalse();
        root.finish();
        assertThat(found()).isEmpty();
    }

    @Test
    void allProblemsAreReportedTogetherAndSayTheFix() {
        Section root = parse("batcher:\n  max-age: 5x\n  port: 70000\n  size: 4MB\n  prot: 1\n");
        Section batcher = root.section("batcher");
        batcher.duration("max-age", Duration.ofMinutes(5), Duration.ofSeconds(1), DAY);
        batcher.integer("port", 8080, 0, 65_535);
        batcher.bytes("size", 1, 0, 1 << 30);
        batcher.text("name");
        root.finish();
        assertThat(found())
                .containsExactly(
                        "batcher.max-age: \"5x\" is not a duration from 1s to 1d (write 30s, 5m or"
                                + " PT5M)",
                        "batcher.port: \"70000\" is not a whole number from 0 to 65535 (write, say,"
                                + " 8080)",
                        "batcher.size: \"4MB\" is not a size from 0B to 1GiB (write 512KiB, 4MiB or"
                                + " a number of bytes)",
                        "batcher.name: must be set (write name: …)",
                        "batcher.prot: is not a setting (did you mean port?)");
        assertThatThrownBy(problems::orThrow)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("5 problems in the settings")
                .hasMessageContaining("did you mean port?");
    }

    @Test
    void aSectionThatNobodyReadsIsUnknownUnlessSkipped() {
        Section root = parse("loader: {x: 1}\nfoo: {x: 1}\n");
        root.skip("loader");
        root.finish();
        assertThat(found()).containsExactly("foo: is not a setting (allowed: loader)");
    }

    @Test
    void environmentVariablesAreFilledIn() {
        Section root =
                parse("a: jdbc://${HOST}/x\nb: ${NONE:-fallback}\nc: ${NONE:-}\nd: \"${EMPTY}\"\n");
        assertThat(root.text("a", "")).isEqualTo("jdbc://db.example/x");
        assertThat(root.text("b", "")).isEqualTo("fallback");
        assertThat(root.text("c", "?")).isEmpty();
        assertThat(root.text("d", "?")).isEmpty();
        assertThat(found()).isEmpty();
    }

    @Test
    void aVariableThatIsNotSetIsAProblem() {
        parse("password: ${NONE}");
        assertThat(found())
                .containsExactly(
                        "password: \"${NONE}\" names an environment variable that is not set (set"
                                + " NONE, or write ${NONE:-fallback})");
    }

    @Test
    void scalarsKeepTheTextOfTheFile() {
        Section root = parse("a: 0123\nb: 1_000\nc: yes\nd: 1e3\n");
        assertThat(List.of(root.text("a"), root.text("b"), root.text("c"), root.text("d")))
                .containsExactly("0123", "1_000", "yes", "1e3");
    }

    @Test
    void aKeyThatStandsTwiceIsAProblem() {
        parse("a: 1\nb:\n  c: 1\n  c: 2\n");
        assertThat(found()).containsExactly("b.c: stands here twice, again at line 4 (keep one)");
    }

    @Test
    void filesThatAreNoMappingAreProblems() {
        parse("[1, 2]");
        parse("a: 1\n---\nb: 2\n");
        parse("a: [1\nb: }");
        parse("just text");
        Settings.read(Path.of("/does/not/exist.yaml"), Map.of(), problems);
        assertThat(found()).hasSize(5).allMatch(line -> !line.isBlank());
    }

    @Test
    void anEmptyFileIsAnEmptySection() {
        parse("").finish();
        parse("# only a comment\n").finish();
        assertThat(found()).isEmpty();
    }

    @Test
    void theEffectiveSettingsShowDefaultsAndMaskSecrets() {
        Section root = parse("db: {password: hunter2, client: {ssl.password: hunter3}}\n");
        Secret secret = root.section("db").secret("password");
        root.section("db").texts("client");
        root.section("db").duration("wait", Duration.ofSeconds(90), Duration.ZERO, DAY);
        root.integer("port", 8080, 0, 65_535);
        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(secret).hasToString("*****").isEqualTo(new Secret("hunter2"));
        assertThat(root.effective())
                .containsEntry("db.password", "*****")
                .containsEntry("db.client.ssl.password", "*****")
                .containsEntry("db.wait", "90s")
                .containsEntry("port", "8080");
        assertThat(root.effective().toString()).doesNotContain("hunter");
    }

    @Test
    void aSecretMayLieInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "hunter2\n");
        Section root = parse("password-file: " + file);
        assertThat(root.secret("password").reveal()).isEqualTo("hunter2");
        root.finish();
        assertThat(problems.list()).isEmpty();
        assertThat(root.effective())
                .containsEntry("password", "*****")
                .containsEntry("password-file", file.toString());
        parse("password: a\npassword-file: " + file).secret("password");
        parse("password-file: " + folder.resolve("none")).secret("password");
        assertThat(problems.list())
                .extracting(Problem::wrong)
                .containsExactly("is set beside password", "cannot be read");
    }

    @Test
    void theTextOfASizeOrSpanReadsBack() {
        for (long bytes : new long[] {0, 1, 1000, 1024, 512 << 10, 4 << 20, 5L << 40}) {
            assertThat(ByteSizes.parse(ByteSizes.text(bytes))).hasValue(bytes);
        }
        for (long millis : new long[] {0, 1, 1500, 90_000, 300_000, 7_200_000, 172_800_000}) {
            Duration span = Duration.ofMillis(millis);
            assertThat(Durations.parse(Durations.text(span))).contains(span);
        }
        assertThat(Durations.parse("PT-5S")).isEmpty();
        assertThat(ByteSizes.parse("999999999999TiB")).isEmpty();
    }

    /** The parser would give the anchor's name for it. */
    @Test
    void anAliasIsAProblemAndNotTheNameOfItsAnchor() {
        Section root = parse("host: &db db.example\nname: *db\nhosts: [*db]\n");
        assertThat(root.text("name", "fallback")).isEqualTo("fallback");
        assertThat(root.texts("hosts", List.of())).isEmpty();
        assertThat(found())
                .contains(
                        "name: \"*db\" is an alias (write it out here)",
                        "hosts[0]: \"*db\" is an alias (write it out here)");
    }
}
