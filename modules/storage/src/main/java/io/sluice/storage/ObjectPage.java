package io.sluice.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param objects in the order of their keys
 * @param next what to ask for the following page with; empty on the last one
 */
public record ObjectPage(List<Entry> objects, Optional<String> next) {
    public ObjectPage {
        objects = List.copyOf(objects);
    }

    /** One object: its key, its size in bytes, when it was written. */
    public record Entry(String key, long bytes, Instant modified) {}
}
