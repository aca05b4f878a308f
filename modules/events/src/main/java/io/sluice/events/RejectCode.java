package io.sluice.events;

import java.util.Locale;

/**
 * Why an event became a dead letter. The {@link #code} is stable: it stands in HTTP answers, in the
 * headers of dead letters and in metrics.
 */
public enum RejectCode {
    /** Not UTF-8, or a byte-order mark. */
    INVALID_ENCODING,
    /** Not one JSON document by RFC 8259. */
    INVALID_JSON,
    /** JSON, but not an object. */
    NOT_AN_OBJECT,
    /** An unpaired UTF-16 surrogate escape: no text of any encoding can hold it. */
    LONE_SURROGATE,
    /** The same key twice in one object, where {@link DuplicateKeys} does not allow it. */
    DUPLICATE_KEY,
    /** Nested deeper than the limit. */
    TOO_DEEP,
    /** More bytes than one event may have. */
    TOO_LARGE,
    /** More values than one event may have. */
    TOO_MANY_VALUES,
    /** A member that every event needs is absent. */
    MISSING_FIELD,
    /** A member of the envelope has the wrong type or value. */
    INVALID_FIELD,
    /** The row is larger than a record may be. */
    ROW_TOO_LARGE,
    /** The warehouse refused the row: the letter holds the row as it stands in its batch file. */
    ROW_REFUSED,
    /** The record on the topic is not in a format that this version reads. */
    UNKNOWN_FORMAT;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The stable code, such as {@code missing_field}. */
    public String code() {
        return code;
    }
}
