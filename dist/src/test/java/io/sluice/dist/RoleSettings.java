package io.sluice.dist;

import io.sluice.app.InstallationSettings;
import io.sluice.app.Role;
import io.sluice.runtime.Problem;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of a role as its pod reads them: its file in conf/, and an environment. */
final class RoleSettings {
    /** Of a role whose stop has no setting: what the process gives each step. */
    private static final Duration STEP = Duration.ofSeconds(30);

    private static final Map<String, String> SECRETS =
            Map.of(
                    "SLUICE_REGISTRY_PASSWORD", "secret",
                    "SLUICE_WAREHOUSE_PASSWORD", "secret",
                    "SLUICE_ADMIN_TOKEN", "a-token-for-tests-only");

    record Read(InstallationSettings settings, List<Problem> problems) {}

    private RoleSettings() {}

    static Path file(Role role) {
        return Manifests.ROOT.resolve("conf").resolve(role.word() + ".yaml");
    }

    static Read read(Role role, Map<String, String> environment) throws IOException {
        Problems problems = new Problems();
        Section root = Settings.parse(Files.readString(file(role)), environment, problems);
        InstallationSettings settings = InstallationSettings.read(root, Set.of(role));
        root.finish();
        return new Read(settings, List.copyOf(problems.list()));
    }

    static Duration drainLimit(Role role) throws IOException {
        InstallationSettings settings = read(role, SECRETS).settings();
        return switch (role) {
            case EVENT_SINK -> settings.sink().leaveLimit().plus(settings.sink().drainLimit());
            case BATCHER -> settings.batcher().drainLimit();
            case LOADER -> settings.loader().drainLimit();
            case FRANZ, SQLIZER, CONSOLE -> STEP;
        };
    }
}
