package io.sluice.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads settings files: YAML, with {@code ${NAME}} and {@code ${NAME:-fallback}} filled in. */
public final class Settings {
    private Settings() {}

    /** The file as a section; an empty one, with a problem noted, where it cannot be read. */
    public static Section read(Path file, Map<String, String> environment, Problems problems) {
        try {
            return parse(Files.readString(file), environment, problems);
        } catch (NoSuchFileException absent) {
            problems.add(new Problem("", file.toString(), "does not exist", "name a file"));
            return parse("", environment, problems);
        } catch (IOException unreadable) {
            String why = unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage();
            problems.add(new Problem("", file.toString(), "cannot be read: " + why, "name a file"));
            return parse("", environment, problems);
        }
    }

    /** The text of a file as a section. */
    public static Section parse(String yaml, Map<String, String> environment, Problems problems) {
        Node.Branch root = new YamlTree(new Environment(environment), problems).read(yaml);
        return new Section("", root, problems, new LinkedHashMap<>());
    }
}
