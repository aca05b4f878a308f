package io.sluice.storage;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The rule for keys: segments of letters, digits and {@code . _ - = +}, joined by {@code /}. Such a
 * key needs no escaping in URLs, SQL or manifests, and no segment can climb out of a folder of a
 * store that lies on a disk.
 */
public final class ObjectKey {
    /** Bytes that S3 allows. */
    public static final int MAX_BYTES = 1024;

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_=+-][A-Za-z0-9._=+-]*");

    private ObjectKey() {}

    /**
     * Gives the key back.
     *
     * @throws IllegalArgumentException if it breaks the rule
     */
    public static String check(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("key longer than " + MAX_BYTES + " bytes: " + key);
        }
        for (String segment : key.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException(
                        "'%s' is no segment of an object key, in '%s'".formatted(segment, key));
            }
        }
        return key;
    }

    /** Joins segments to a key and checks it; no segment may hold a {@code /}. */
    public static String of(String... segments) {
        for (String segment : segments) {
            if (segment.indexOf('/') >= 0) {
                throw new IllegalArgumentException("'/' within the segment '" + segment + "'");
            }
        }
        return check(String.join("/", segments));
    }
}
