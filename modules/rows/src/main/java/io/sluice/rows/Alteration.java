package io.sluice.rows;

import io.sluice.schema.RedshiftLimits;

import java.util.Locale;

/**
 * A value that had to be changed to fit every warehouse, or that gave way to another.
 *
 * @param path JSON Pointer of the value
 * @param rule what was done, such as {@code nul_removed}
 * @param originalBytes length of the value's JSON text as sent
 * @param sha256 hash of that text, hexadecimal
 */
public record Alteration(String path, String rule, int originalBytes, String sha256) {
    /** U+0000 was taken out: neither Redshift nor PostgreSQL can hold it. */
    public static final String NUL_REMOVED = "nul_removed";

    /**
     * Kept whole, as a JSON string of its JSON text: without U+0000, which alone told them apart,
     * keys of one object would have become equal.
     */
    public static final String JSON_AS_TEXT = "json_as_text";

    /** A later member of the same object has the same key, and counts in its place. */
    public static final String DUPLICATE_KEY = "duplicate_key";

    /** The values without a column are more than {@code _overflow} holds: it is kept elsewhere. */
    public static final String OVERFLOW_TOO_LARGE = "overflow_too_large";

    /** The rule of a value that is kept elsewhere, since no column of the warehouse holds it. */
    static String of(RedshiftLimits.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
