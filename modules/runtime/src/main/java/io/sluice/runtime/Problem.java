package io.sluice.runtime;

/**
 * One thing that is wrong in the settings.
 *
 * @param key the full key, such as {@code event-sink.max-body}; empty for the file as a whole
 * @param value what stands there, masked where it is secret; empty where nothing does
 * @param wrong what is wrong with it, and what is allowed
 * @param fix what to write instead
 */
public record Problem(String key, String value, String wrong, String fix) {
    /**
     * One line, such as {@code batcher.max-age: "5x" is not a duration (write 30s, 5m or PT5M)}.
     */
    @Override
    public String toString() {
        String where = key.isEmpty() ? "" : key + ": ";
        String what = value.isEmpty() ? "" : "\"" + value + "\" ";
        String how = fix.isEmpty() ? "" : " (" + fix + ")";
        return where + what + wrong + how;
    }
}
