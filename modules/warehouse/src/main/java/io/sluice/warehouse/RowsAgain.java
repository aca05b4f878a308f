package io.sluice.warehouse;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.UUID;

/**
 * Rows of a table that were made again from raw events, in files like those of a batch.
 *
 * @param files by version
 * @param places the records whose events they are of, all of them: rows from other records stay as
 *     they are
 */
public record RowsAgain(List<Files> files, List<Stretch> places) {
    /**
     * @throws IllegalArgumentException if there are no places
     */
    public RowsAgain {
        files = List.copyOf(files);
        places = List.copyOf(places);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("rows of no records");
        }
    }

    /** The files of one manifest, whose lines have one version. */
    public record Files(int version, long rows, String bucket, String manifestKey) {
        Ledger.Entry entry() {
            return new Ledger.Entry(new UUID(0, 0), version, rows, bucket, manifestKey);
        }
    }

    /** The records of a partition from one offset (inclusive) to another (exclusive). */
    public record Stretch(String topic, int partition, long from, long to) {
        String condition(Dialect dialect) {
            return "(_partition = %d AND _offset >= %d AND _offset < %d AND _topic = %s)"
                    .formatted(partition, from, to, dialect.literal(topic));
        }
    }

    /** A condition on event tables, true for the rows of these records. */
    String condition(Dialect dialect) {
        return places.stream().map(it -> it.condition(dialect)).collect(joining(" OR ", "(", ")"));
    }
}
