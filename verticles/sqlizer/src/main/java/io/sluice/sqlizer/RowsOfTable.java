package io.sluice.sqlizer;

import io.sluice.events.EventRecord;
import io.sluice.kafka.KafkaSettings;
import io.sluice.rows.ChunkOrigin;
import io.sluice.schema.TableSchema;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes the rows of one table again from raw events, as a sqlizer with the same settings made them.
 * One thread.
 */
public final class RowsOfTable {
    private final TableSchema schema;
    private final TableKey key;
    private final Tables tables;
    private final ChunkEncoder encoder;
    private int rows;

    /**
     * For a table of the app's own, such as that of alterations, every event is looked at, and all
     * tables have to be there.
     *
     * @param schema the version to write, one that holds every event that became a row of it
     * @param others the app's tables
     */
    public RowsOfTable(
            TableSchema schema,
            List<TableSchema> others,
            KafkaSettings kafka,
            SqlizerSettings settings) {
        this.schema = schema;
        this.key = TableKey.of(schema.app(), schema.entype(), schema.evname());
        this.tables = new Tables(settings, Optional.of(schema));
        this.encoder = new ChunkEncoder(kafka, tables, settings);
        tables.install(schema);
        others.stream().filter(it -> !it.table().equals(schema.table())).forEach(tables::install);
    }

    /**
     * The lines that the events of a record give, empty if it has none of the table.
     *
     * @throws IllegalStateException if an event does not fit the version, so that it never was a
     *     row of it
     */
    public byte[] lines(EventRecord record, ChunkOrigin origin) {
        rows = 0;
        if (!encoder.encode(schema.app(), record, origin)) {
            throw new IllegalStateException(
                    ("an event of record %d of %s-%d does not fit version %d of %s: do the sqlizers"
                                    + " have other settings (schema, duplicate-keys)?")
                            .formatted(
                                    origin.offset(),
                                    origin.topic(),
                                    origin.partition(),
                                    schema.version(),
                                    schema.name()));
        }
        TableRows table = Objects.requireNonNull(tables.find(key));
        byte[] lines = table.buffer().toByteArray();
        table.drain((header, piece) -> rows += header.count());
        tables.waiting().forEach(TableRows::clear);
        tables.drained();
        return lines;
    }

    /** Rows in the lines given last. */
    public int rows() {
        return rows;
    }
}
