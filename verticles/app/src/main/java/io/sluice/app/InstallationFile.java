package io.sluice.app;

import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A settings file of an installation.
 *
 * @param settings of its backends and of the roles
 * @param effective every setting as it holds, defaults too, secrets masked
 */
record InstallationFile(
        Set<Role> roles, InstallationSettings settings, Map<String, String> effective) {
    /** Of {@code run backends}; a file may hold it beside the roles' own sections. */
    static final String BACKENDS = "backends";

    /**
     * Reads it whole.
     *
     * @param roles which roles it is for
     * @throws io.sluice.runtime.SettingsException with all mistakes in it
     */
    static InstallationFile read(Path file, Function<Section, Set<Role>> roles) {
        Problems problems = new Problems();
        Section root = open(file, problems);
        Set<Role> wanted = roles.apply(root);
        InstallationSettings settings = InstallationSettings.read(root, wanted);
        root.skip(BACKENDS);
        root.finish();
        problems.orThrow();
        return new InstallationFile(wanted, settings, root.effective());
    }

    /** The file, not yet understood; where there is none, nothing else that is said is true. */
    static Section open(Path file, Problems problems) {
        Section root = Settings.read(file, System.getenv(), problems);
        problems.orThrow();
        return root;
    }
}
