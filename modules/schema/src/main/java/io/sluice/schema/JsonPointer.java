package io.sluice.schema;

import java.util.Arrays;
import java.util.List;

/** JSON Pointers (RFC 6901): the paths of columns. */
public final class JsonPointer {
    private JsonPointer() {}

    /** The pointer to a member of what {@code parent} points to. */
    public static String child(String parent, String key) {
        return parent + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    /** The keys on the way; of the root none. */
    public static List<String> segments(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
                .toList();
    }
}
