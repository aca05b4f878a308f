package io.sluice.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One mapping of a settings file, read by typed getters. A getter never throws for what stands in
 * the file: it notes a {@link Problem}, gives the fallback, and reading goes on, so that all
 * problems are reported together. Keys that nobody asked for are problems too ({@link #finish}).
 * Not thread-safe: settings are read on one thread.
 *
 * <pre>{@code
 * Problems problems = new Problems();
 * Section root = Settings.read(file, System.getenv(), problems);
 * SinkSettings sink = SinkSettings.read(root.section("event-sink"));
 * root.finish();
 * problems.orThrow();
 * }</pre>
 */
public final class Section {
    private final String path;
    private final Map<String, Node> children;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Map<String, String> effective;

    Section(String path, Node.Branch branch, Problems problems, Map<String, String> effective) {
        this.path = path;
        this.children = branch.children();
        this.problems = problems;
        this.effective = effective;
    }

    /** A text that may be left out. */
    public String text(String key, String fallback) {
        return read(
                key, fallback, Optional::of, "is not a text", "write a text", Function.identity());
    }

    /** A text that must be there. */
    public String text(String key) {
        String value = text(key, "");
        if (value.isEmpty()) {
            problem(key, "", "must be set", "write " + key + ": …");
        }
        return value;
    }

    /** A whole number from min to max, both included. */
    public int integer(String key, int fallback, int min, int max) {
        return read(
                key,
                fallback,
                text -> parseInt(text).filter(number -> number >= min && number <= max),
                "is not a whole number from " + min + " to " + max,
                "write, say, " + fallback,
                Object::toString);
    }

    /** A span of time from min to max, both included, such as {@code 250ms, 30s, 5m, PT5M}. */
    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        String range = " from " + Durations.text(min) + " to " + Durations.text(max);
        return read(
                key,
                fallback,
                text ->
                        Durations.parse(text)
                                .filter(it -> it.compareTo(min) >= 0 && it.compareTo(max) <= 0),
                "is not a duration" + range,
                "write 30s, 5m or PT5M",
                Durations::text);
    }

    /** A number of bytes from min to max, both included, such as {@code 512KiB, 4MiB}. */
    public long bytes(String key, long fallback, long min, long max) {
        String range = " from " + ByteSizes.text(min) + " to " + ByteSizes.text(max);
        return read(
                key,
                fallback,
                text ->
                        ByteSizes.parse(text).stream()
                                .boxed()
                                .filter(it -> it >= min && it <= max)
                                .findFirst(),
                "is not a size" + range,
                "write 512KiB, 4MiB or a number of bytes",
                ByteSizes::text);
    }

    /** {@code true} or {@code false}. */
    public boolean bool(String key, boolean fallback) {
        return read(
                key,
                fallback,
                text ->
                        Optional.of(text)
                                .filter(it -> it.equals("true") || it.equals("false"))
                                .map(Boolean::valueOf),
                "is neither true nor false",
                "write true or false",
                Object::toString);
    }

    /** One of the constants of an enum, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        List<String> words = Stream.of(type.getEnumConstants()).map(Section::word).toList();
        return read(
                key,
                fallback,
                text ->
                        Stream.of(type.getEnumConstants())
                                .filter(it -> word(it).equals(text))
                                .findFirst(),
                "is none of " + String.join(", ", words),
                "write " + word(fallback),
                Section::word);
    }

    /**
     * A secret; an empty one where it is left out. Masked in every report. Instead of {@code key}
     * the file may hold {@code key-file}: the path of a file that holds the secret and nothing else
     * but line ends behind it.
     */
    public Secret secret(String key) {
        String fileKey = key + "-file";
        Optional<String> path = scalar(fileKey);
        Optional<String> said = scalar(key);
        if (path.isPresent() && said.isPresent()) {
            problem(fileKey, path.get(), "is set beside " + key, "leave one of the two out");
        }
        path.ifPresent(it -> effective.put(full(fileKey), it));
        String value = path.map(it -> contents(fileKey, it)).or(() -> said).orElse("");
        effective.put(full(key), value.isEmpty() ? "" : Secret.MASK);
        return new Secret(value);
    }

    private String contents(String key, String path) {
        try {
            return Files.readString(Path.of(path)).stripTrailing();
        } catch (IOException | InvalidPathException unreadable) {
            problem(key, path, "cannot be read", "write the path of a file with the secret");
            return "";
        }
    }

    /** A list of texts; a single text is a list of one. */
    public List<String> texts(String key, List<String> fallback) {
        known.add(key);
        List<String> texts =
                switch (children.getOrDefault(key, new Node.Absent())) {
                    case Node.Absent absent -> fallback;
                    case Node.Scalar scalar -> List.of(scalar.text());
                    case Node.Items items -> items(key, items);
                    case Node.Branch branch -> {
                        problem(key, "", "is a mapping, not a list", "write [a, b]");
                        yield fallback;
                    }
                };
        effective.put(full(key), texts.toString());
        return texts;
    }

    /** A mapping with keys that Sluice does not know, such as the settings of a client library. */
    public Map<String, String> texts(String key) {
        Section free = section(key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : free.children.keySet()) {
            free.scalar(name).ifPresent(value -> texts.put(name, value));
            // Such settings may hold passwords, and only their library knows which.
            effective.put(free.full(name), Secret.MASK);
        }
        return texts;
    }

    /** A nested mapping; an empty one where it is left out. */
    public Section section(String key) {
        known.add(key);
        return sections.computeIfAbsent(
                key,
                name -> {
                    Node node = children.getOrDefault(name, new Node.Absent());
                    if (node instanceof Node.Branch branch) {
                        return new Section(full(name), branch, problems, effective);
                    }
                    if (!(node instanceof Node.Absent)) {
                        problem(name, "", "is not a mapping", "write key: value lines under it");
                    }
                    return new Section(full(name), new Node.Branch(Map.of()), problems, effective);
                });
    }

    /** The keys that stand here, for mappings whose keys are names. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(children.keySet());
    }

    /** Whether anything stands under the key. */
    public boolean has(String key) {
        return !(children.getOrDefault(key, new Node.Absent()) instanceof Node.Absent);
    }

    /** Names keys that are right but of no concern here, say the sections of other roles. */
    public void skip(String... keys) {
        known.addAll(List.of(keys));
    }

    /** Notes a problem that only the caller can see, say between two settings. */
    public void problem(String key, String value, String wrong, String fix) {
        problems.add(new Problem(full(key), value, wrong, fix));
    }

    /** Reports the keys that no getter asked for, here and in the sections that were asked for. */
    public void finish() {
        for (String key : children.keySet()) {
            if (!known.contains(key)) {
                String fix =
                        Suggestion.of(key, known)
                                .map(name -> "did you mean " + name + "?")
                                .orElse("allowed: " + String.join(", ", known));
                problem(key, "", "is not a setting", fix);
            }
        }
        sections.values().forEach(Section::finish);
    }

    /** Every setting read so far by its full key, defaults included and secrets masked. */
    public Map<String, String> effective() {
        String prefix = path.isEmpty() ? "" : path + ".";
        return effective.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                Map.Entry::getValue,
                                (first, second) -> second,
                                LinkedHashMap::new));
    }

    private <T> T read(
            String key,
            T fallback,
            Function<String, Optional<T>> parse,
            String wrong,
            String fix,
            Function<T, String> print) {
        T value = fallback;
        Optional<String> text = scalar(key);
        if (text.isPresent()) {
            Optional<T> parsed = parse.apply(text.get().strip());
            if (parsed.isEmpty()) {
                problem(key, text.get(), wrong, fix);
            }
            value = parsed.orElse(fallback);
        }
        effective.put(full(key), print.apply(value));
        return value;
    }

    private Optional<String> scalar(String key) {
        known.add(key);
        return switch (children.getOrDefault(key, new Node.Absent())) {
            case Node.Scalar scalar -> Optional.of(scalar.text());
            case Node.Absent absent -> Optional.empty();
            case Node.Branch branch -> notScalar(key, "is a mapping");
            case Node.Items items -> notScalar(key, "is a list");
        };
    }

    private Optional<String> notScalar(String key, String wrong) {
        problem(key, "", wrong + ", not a single value", "write " + key + ": value");
        return Optional.empty();
    }

    private List<String> items(String key, Node.Items items) {
        List<String> texts = new ArrayList<>();
        for (Node node : items.nodes()) {
            if (node instanceof Node.Scalar scalar) {
                texts.add(scalar.text());
            } else {
                problem(key, "", "holds something that is not a text", "write [a, b]");
            }
        }
        return List.copyOf(texts);
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Integer> parseInt(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
