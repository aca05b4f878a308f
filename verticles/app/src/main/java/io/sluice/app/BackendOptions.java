package io.sluice.app;

import io.sluice.devstack.DataFolderInUse;
import io.sluice.runtime.Section;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Whose tables a command works on: those of an installation, or of a data folder. */
final class BackendOptions {
    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "Settings (YAML) with kafka, registry, storage and warehouse.")
    private @Nullable Path conf;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Of a folder that load or dev uses.")
    private @Nullable Path dataDir;

    /** Access to the backends, without any role; to be closed. */
    Installation open(CommandLine command) {
        Path file = conf;
        Path folder = dataDir;
        if ((file == null) == (folder == null)) {
            throw usage(command, "say whose tables: --conf FILE or --data-dir DIR");
        }
        if (file != null) {
            InstallationSettings read =
                    InstallationFile.read(file, BackendOptions::roles).settings();
            return join(Embedded.joining(read.backends(), read.sqlizer()));
        }
        if (!Files.isDirectory(folder.resolve("kafka"))) {
            throw usage(command, "no data of Sluice in folder " + folder);
        }
        try {
            return Embedded.backends(folder.toAbsolutePath());
        } catch (DataFolderInUse running) {
            return join(
                    Embedded.joining(Addresses.find(folder).orElseThrow(() -> running).backends()));
        }
    }

    /** What rows are made by is known where the file says it; else it is the default. */
    private static Set<Role> roles(Section root) {
        return root.has(Role.SQLIZER.word())
                ? EnumSet.of(Role.SQLIZER, Role.LOADER)
                : EnumSet.of(Role.LOADER);
    }

    private static Installation join(InstallationSettings settings) {
        return Installation.start(settings, EnumSet.noneOf(Role.class));
    }

    private static CommandLine.ParameterException usage(CommandLine command, String message) {
        return new CommandLine.ParameterException(command, message);
    }
}
