package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names that every warehouse accepts without quotes: [a-z0-9_], not beginning with a digit, at most
 * 63 bytes (PostgreSQL cuts longer ones; Redshift takes 127 and folds case).
 */
public final class Names {
    /** The longest name. */
    public static final int MAX_BYTES = 63;

    /** Entype of Sluice's own tables: no sender can use it, since an entype is never empty. */
    public static final String OWN_ENTYPE = "";

    private static final int FIRST_HASH_DIGITS = 8;
    private static final int NAMESPACE_HASH_DIGITS = 12;

    /** What a name with a suffix looks like; an app of such a name gets a suffix itself. */
    private static final Pattern HASHED = Pattern.compile(".*_[0-9a-f]{12}");

    /** Schemas that every warehouse has; those of PostgreSQL and Redshift begin with pg_. */
    private static final Set<String> SYSTEM_NAMESPACES = Set.of("public", "information_schema");

    private static final String SYSTEM_PREFIX = "pg_";
    private static final Set<String> RESERVED = reservedWords();

    private Names() {}

    /**
     * The name of a new column: the plain name of its path where that is free, else the plain name
     * with a suffix from a hash of the path.
     *
     * @param path JSON Pointer into the event
     * @param taken the names of the table's columns so far; system columns and reserved words need
     *     not be in it
     */
    public static String columnName(String path, Set<String> taken) {
        List<String> segments = JsonPointer.segments(path);
        List<String> inBody = segments.subList(Math.min(1, segments.size() - 1), segments.size());
        String plain = inBody.stream().map(Names::plain).collect(Collectors.joining("__"));
        boolean telling = inBody.stream().allMatch(segment -> isTelling(plain(segment)));
        String begun = begin(plain);
        if (telling && isFree(begun, taken)) {
            return begun;
        }
        return suffixed(begun, path, taken);
    }

    /** The name of the event table of a kind of event. */
    public static String tableName(String entype, String evname) {
        if (entype.equals(OWN_ENTYPE)) {
            return "_sluice_" + evname;
        }
        String plain = "_e_" + plain(entype) + "__" + plain(evname);
        boolean fits = plain.length() <= MAX_BYTES;
        boolean telling = isTelling(plain(entype)) && isTelling(plain(evname));
        return fits && telling ? plain : suffixedTableName(entype, evname);
    }

    /** The name of an event table whose plain name another kind of event has. */
    public static String suffixedTableName(String entype, String evname) {
        String plain = "_e_" + plain(entype) + "__" + plain(evname);
        // A length before the first part keeps ("ab", "c") and ("a", "bc") apart.
        return suffixed(plain, entype.length() + ":" + entype + evname, Set.of());
    }

    /**
     * The namespace that an app's tables live in: the app's name where that is free for every app,
     * else with a suffix from its hash. So a-b and a_b do not meet, and none needs a registry to
     * know its place.
     */
    public static String namespace(String app) {
        String plain = app.replace('-', '_');
        boolean free =
                plain.equals(app)
                        && !app.startsWith(SYSTEM_PREFIX)
                        && !SYSTEM_NAMESPACES.contains(app)
                        && !HASHED.matcher(app).matches();
        if (free) {
            return app;
        }
        String begun = plain.startsWith(SYSTEM_PREFIX) ? "app_" + plain : plain;
        int room = MAX_BYTES - 1 - NAMESPACE_HASH_DIGITS;
        return begun.substring(0, Math.min(room, begun.length()))
                + "_"
                + sha256(app).substring(0, NAMESPACE_HASH_DIGITS);
    }

    private static String suffixed(String plain, String hashed, Set<String> taken) {
        String hash = sha256(hashed);
        for (int digits = FIRST_HASH_DIGITS; ; digits += 4) {
            int room = MAX_BYTES - 1 - digits;
            String name =
                    (plain.length() > room ? plain.substring(0, room) : plain)
                            + "_"
                            + hash.substring(0, digits);
            if (!taken.contains(name)) {
                return name;
            }
        }
    }

    private static boolean isFree(String name, Set<String> taken) {
        return name.length() <= MAX_BYTES && !taken.contains(name) && !RESERVED.contains(name);
    }

    /** Something of the key is left to read. */
    private static boolean isTelling(String plain) {
        return plain.chars().anyMatch(c -> c != '_');
    }

    private static String begin(String plain) {
        return !plain.isEmpty() && Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    /** Lower case, accents taken off, all else that is not [a-z0-9] an underscore. */
    private static String plain(String text) {
        String head = text.length() > 256 ? text.substring(0, 256) : text;
        String split = Normalizer.normalize(head, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder name = new StringBuilder(split.length());
        split.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(
                        c ->
                                name.append(
                                        c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
                                                ? (char) c
                                                : '_'));
        return name.toString();
    }

    private static String sha256(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static Set<String> reservedWords() {
        try (InputStream words = Names.class.getResourceAsStream("reserved-words.txt")) {
            if (words == null) {
                throw new IllegalStateException("reserved-words.txt is not on the class path");
            }
            Set<String> reserved =
                    new HashSet<>(new String(words.readAllBytes(), UTF_8).lines().toList());
            for (SystemColumn column : SystemColumn.values()) {
                reserved.add(column.columnName());
            }
            return Set.copyOf(reserved);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
