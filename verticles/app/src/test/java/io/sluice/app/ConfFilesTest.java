package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.Problem;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The files in conf/ are right, what is commented out in them too. */
class ConfFilesTest {
    private static final Path CONF = Path.of("../../conf");
    private static final Pattern COMMENTED = Pattern.compile("(?m)^( *)# ([a-z0-9.-]+:( .*)?)$");
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "SLUICE_REGISTRY_PASSWORD", "secret",
                    "SLUICE_WAREHOUSE_PASSWORD", "secret",
                    "SLUICE_KAFKA_JAAS", "secret",
                    "SLUICE_ADMIN_TOKEN", "a-token-for-tests-only",
                    "SLUICE_S3_ENDPOINT", "http://127.0.0.1:19000");

    @ParameterizedTest
    @EnumSource
    void everyRoleHasAFile(Role role) throws IOException {
        check(role.word(), EnumSet.of(role));
    }

    @Test
    void theCompleteFileServesAllRolesAndEachAlone() throws IOException {
        check("complete", EnumSet.allOf(Role.class));
        for (Role role : Role.values()) {
            check("complete", EnumSet.of(role));
        }
    }

    @Test
    void backendsHaveAFile() throws IOException {
        for (String text : texts("backends")) {
            Problems problems = new Problems();
            Section root = Settings.parse(text, ENVIRONMENT, problems);
            EmbeddedBackends.read(root);
            root.finish();
            assertThat(problems.list()).isEmpty();
        }
    }

    @Test
    void aSqlizerThatRefusesWhatTheDoorBesideItTakesIsAProblem() throws IOException {
        String text =
                Files.readString(CONF.resolve("complete.yaml"))
                        .replaceFirst("# duplicate-keys: refuse", "duplicate-keys: keep-last");
        Problems problems = new Problems();
        InstallationSettings.read(
                Settings.parse(text, ENVIRONMENT, problems), EnumSet.allOf(Role.class));
        assertThat(problems.list())
                .extracting(Problem::key)
                .containsExactly("sqlizer.duplicate-keys");
    }

    private static void check(String file, Set<Role> roles) throws IOException {
        for (String text : texts(file)) {
            Problems problems = new Problems();
            Section root = Settings.parse(text, ENVIRONMENT, problems);
            InstallationSettings.read(root, roles);
            root.finish();
            assertThat(problems.list()).as("conf/%s.yaml for %s", file, roles).isEmpty();
        }
    }

    /** As it is, and with all comments that show a setting taken away. */
    private static Set<String> texts(String file) throws IOException {
        String text = Files.readString(CONF.resolve(file + ".yaml"));
        return Set.of(text, COMMENTED.matcher(text).replaceAll("$1$2"));
    }
}
