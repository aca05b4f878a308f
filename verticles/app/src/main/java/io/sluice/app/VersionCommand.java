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
        description = "Prints the versions of Sluice and of Java.",
        footer = {"", "Examples:", "  sluice version --json", "", "Exit code: 0."})
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    /** As the build has it. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
            if (file == null) {
                throw new IllegalStateException("version.properties is missing in this build");
            }
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"sluice " + version()};
    }

    @Override
    public Integer call() {
        String java = Runtime.version().toString();
        System.out.println(
                json
                        ? "{\"sluice\":\"%s\",\"java\":\"%s\"}".formatted(version(), java)
                        : "sluice %s%njava %s".formatted(version(), java));
        System.out.flush();
        return Exit.OK;
    }
}
