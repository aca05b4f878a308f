package io.sluice.batcher;

import io.sluice.rows.TableDescription;
import io.sluice.schema.TableSchema;
import io.sluice.storage.ObjectKey;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which versions have their description beside their batch files. The object is the same whoever
 * writes it, so no process asks whether it is there. Thread-safe.
 */
final class Descriptions {
    private final Set<String> written;

    /**
     * @param remembered how many are not written again; of more, the oldest are
     */
    Descriptions(int remembered) {
        this.written =
                Collections.synchronizedSet(
                        Collections.newSetFromMap(
                                new LinkedHashMap<>() {
                                    private static final long serialVersionUID = 1L;

                                    @Override
                                    protected boolean removeEldestEntry(
                                            Map.Entry<String, Boolean> eldest) {
                                        return size() > remembered;
                                    }
                                }));
    }

    /** By fingerprint: a registry that was put back may have another version of the same number. */
    static String key(TableSchema schema) {
        return ObjectKey.of(
                schema.app(),
                schema.table().toString(),
                "v" + schema.version(),
                "columns-" + TableDescription.fingerprint(schema) + ".json");
    }

    boolean isWritten(String key) {
        return written.contains(key);
    }

    void wrote(String key) {
        written.add(key);
    }
}
