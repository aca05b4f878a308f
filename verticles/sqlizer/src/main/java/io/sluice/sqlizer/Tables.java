package io.sluice.sqlizer;

import io.sluice.schema.Names;
import io.sluice.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables that an instance has at hand, each at one version, with their waiting rows. */
final class Tables {
    private final SqlizerSettings settings;
    private final Optional<TableKey> wanted;
    private final Map<TableKey, TableRows> byKey = new HashMap<>();
    private final List<TableRows> touched = new ArrayList<>();
    private final List<TableRows> replaced = new ArrayList<>();

    Tables(SqlizerSettings settings) {
        this(settings, Optional.empty());
    }

    /**
     * @param only the one table whose rows are wanted; of no table of our own then, unless it is
     *     one
     */
    Tables(SqlizerSettings settings, Optional<TableSchema> only) {
        this.settings = settings;
        this.wanted =
                only.filter(it -> !it.entype().equals(Names.OWN_ENTYPE))
                        .map(it -> TableKey.of(it.app(), it.entype(), it.evname()));
    }

    /** Whether an event of this kind becomes a row. */
    boolean wants(TableKey key) {
        return wanted.isEmpty() || wanted.get().equals(key);
    }

    /** Whether what is told of events becomes rows. */
    boolean wantsOwn() {
        return wanted.isEmpty();
    }

    /** The table of a kind of event; null where it is not at hand. */
    @Nullable TableRows find(TableKey key) {
        TableRows table = byKey.get(key);
        if (table != null && !table.touched) {
            table.touched = true;
            table.mark();
            touched.add(table);
        }
        return table;
    }

    /** From here on {@link #rollback} takes back. */
    void mark() {
        for (TableRows table : touched) {
            table.touched = false;
        }
        touched.clear();
    }

    /** Takes back the rows appended since {@link #mark}. */
    void rollback() {
        touched.forEach(TableRows::rollback);
        mark();
    }

    /** Bytes of rows appended since {@link #mark}. */
    long grown() {
        long grown = 0;
        for (TableRows table : touched) {
            grown += table.grown();
        }
        return grown;
    }

    /** Tables that got rows since {@link #mark}. */
    List<TableRows> touched() {
        return touched;
    }

    /** Memory that tables keep for rows, filled or not. */
    long kept() {
        long kept = 0;
        for (TableRows table : byKey.values()) {
            kept += table.capacity();
        }
        return kept;
    }

    /** Takes a version in use; an older one than that in use is left aside. */
    void install(TableSchema schema) {
        TableKey key = TableKey.of(schema.app(), schema.entype(), schema.evname());
        TableRows old = byKey.get(key);
        if (old != null && old.schema().version() >= schema.version()) {
            return;
        }
        if (old != null && old.size() > 0) {
            replaced.add(old);
        }
        byKey.put(key, new TableRows(schema, settings.rules(), settings.rowChunkBytes()));
    }

    /** The version in use of a table. */
    @Nullable TableSchema schema(TableKey key) {
        TableRows table = byKey.get(key);
        return table == null ? null : table.schema();
    }

    /** Tables with rows that wait. */
    List<TableRows> waiting() {
        List<TableRows> waiting = new ArrayList<>(replaced);
        for (TableRows table : byKey.values()) {
            if (table.size() > 0) {
                waiting.add(table);
            }
        }
        return waiting;
    }

    /** All waiting rows were handed out: lets go of what is no longer in use. */
    void drained() {
        replaced.clear();
        mark();
        // Each table keeps the memory of its largest moment: of many tables that is too much.
        if (kept() > settings.maxOpenBytes()) {
            byKey.values().forEach(TableRows::shrink);
        }
        if (byKey.size() > settings.maxTables()) {
            byKey.clear();
        }
    }
}
