package io.sluice.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;

/** {@code sluice version}. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Prints the versions of Sluice and of Java, and the commit of this build.",
        footer = {"", "Examples:", "  sluice version --json", "", "Exit code: 0."})
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    /** As the build has it. */
    static String version() {
        return ofBuild("version");
    }

    /** What Maven does not know stays as it was written there: a build outside of git. */
    private static String commit() {
        String commit = ofBuild("commit");
        return commit.startsWith("$") ? "unknown" : commit;
    }

    private static String ofBuild(String name) {
        Properties properties = new Properties();
        try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
            if (file == null) {
                throw new IllegalStateException("version.properties is missing in this build");
            }
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty(name, "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"sluice %s (%s)".formatted(version(), commit())};
    }

    @Override
    public Integer call() {
        String java = Runtime.version().toString();
        System.out.println(
                json
                        ? "{\"sluice\":\"%s\",\"commit\":\"%s\",\"java\":\"%s\"}"
                                .formatted(version(), commit(), java)
                        : "sluice %s%ncommit %s%njava %s".formatted(version(), commit(), java));
        System.out.flush();
        return Exit.OK;
    }
}
