package io.sluice.rows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers row chunks by table and says when they are a batch. It reads no clock: times are handed
 * in, in nanoseconds of any origin ({@link System#nanoTime}). Owned by one thread. The lines of a
 * chunk are held as they came, not copied.
 *
 * <pre>
 *   fits? --no--> cut() first
 *     | yes
 *   add() ... due()? --reason--> cut() -> rows of each table, and an empty cutter
 * </pre>
 *
 * @param <S> where a chunk came from
 */
public final class BatchCutter<S> {
    /** What a chunk or a letter costs in memory beside its bytes; counted with them. */
    public static final int OVERHEAD = 384;

    private final Limits limits;
    private Map<String, Gathered<S>> tables = new LinkedHashMap<>();
    private long bytes;
    private long rows;
    private boolean empty = true;
    private long firstNanos;
    private long lastNanos;

    /**
     * When to cut.
     *
     * @param maxBytes of lines and whatever else is held, {@link #OVERHEAD} for each piece
     *     included, 1 or more; only a single chunk may be larger
     * @param maxRows lines, 1 or more; only a single chunk may have more
     * @param maxAge since the first chunk, above 0
     * @param maxIdle since the last chunk, that is nothing new came for so long; 0 is off
     * @param maxTables 1 or more
     * @param stretch what may become older than {@code maxAge}
     */
    public record Limits(
            long maxBytes,
            long maxRows,
            Duration maxAge,
            Duration maxIdle,
            int maxTables,
            Stretch stretch) {
        /** Without a stretch. */
        public Limits(
                long maxBytes, long maxRows, Duration maxAge, Duration maxIdle, int maxTables) {
            this(maxBytes, maxRows, maxAge, maxIdle, maxTables, Stretch.OFF);
        }

        public Limits {
            if (maxBytes < 1 || maxRows < 1 || maxTables < 1) {
                throw new IllegalArgumentException(
                        "maxBytes %d, maxRows %d and maxTables %d have to be 1 or more"
                                .formatted(maxBytes, maxRows, maxTables));
            }
            if (!maxAge.isPositive() || maxIdle.isNegative()) {
                throw new IllegalArgumentException(
                        "maxAge %s has to be above 0 and maxIdle %s not below it"
                                .formatted(maxAge, maxIdle));
            }
        }
    }

    /**
     * A batch of little waits longer, so that a warehouse gets fewer and larger loads of it.
     *
     * @param tableBytes what a table of the batch has to have on average, or it is little; 0 is off
     * @param age since the first chunk, for what is little; where it is below {@code maxAge}, that
     *     holds
     */
    public record Stretch(long tableBytes, Duration age) {
        public static final Stretch OFF = new Stretch(0, Duration.ZERO);

        public Stretch {
            if (tableBytes < 0 || age.isNegative()) {
                throw new IllegalArgumentException(
                        "a stretch to %s below %d bytes".formatted(age, tableBytes));
            }
        }
    }

    /** Why a batch was cut. */
    public enum Reason {
        BYTES,
        ROWS,
        AGE,
        IDLE,
        TABLES,
        /** Asked for from outside: a rebalance, a stop. */
        ASKED
    }

    /** Lines of one table and version, and where they came from. */
    public record Chunk<S>(RowsHeader header, byte[] lines, S source) {}

    /** All chunks of one table, of one or several versions, in the order of arrival. */
    public record Gathered<S>(List<Chunk<S>> chunks) {
        /** Lines of all chunks. */
        public long rows() {
            return chunks.stream().mapToLong(chunk -> chunk.header().count()).sum();
        }

        /** Bytes of all chunks. */
        public long bytes() {
            return chunks.stream().mapToLong(chunk -> chunk.lines().length).sum();
        }

        /** The newest schema version among the chunks. */
        public int newest() {
            return chunks.stream().mapToInt(chunk -> chunk.header().version()).max().orElse(0);
        }
    }

    public BatchCutter(Limits limits) {
        this.limits = limits;
    }

    /** The limit that this chunk would break; cut first then. An empty cutter takes any chunk. */
    public Optional<Reason> overflow(RowsHeader header, int length) {
        if (empty) {
            return Optional.empty();
        }
        if (bytes + length + OVERHEAD > limits.maxBytes()) {
            return Optional.of(Reason.BYTES);
        }
        if (rows + header.count() > limits.maxRows()) {
            return Optional.of(Reason.ROWS);
        }
        if (tables.size() == limits.maxTables() && !tables.containsKey(key(header))) {
            return Optional.of(Reason.TABLES);
        }
        return Optional.empty();
    }

    /** Takes a chunk in. */
    public void add(RowsHeader header, byte[] lines, S source, long nowNanos) {
        tables.computeIfAbsent(key(header), table -> new Gathered<>(new ArrayList<>()))
                .chunks()
                .add(new Chunk<>(header, lines, source));
        rows += header.count();
        hold(lines.length, nowNanos);
    }

    /** Counts bytes that wait for the same cut but are no rows. */
    public void hold(int length, long nowNanos) {
        bytes += length + OVERHEAD;
        lastNanos = nowNanos;
        if (empty) {
            empty = false;
            firstNanos = nowNanos;
        }
    }

    /** Why to cut now; empty if there is no reason, or nothing to cut. */
    public Optional<Reason> due(long nowNanos) {
        if (empty) {
            return Optional.empty();
        }
        if (bytes >= limits.maxBytes()) {
            return Optional.of(Reason.BYTES);
        }
        if (rows >= limits.maxRows()) {
            return Optional.of(Reason.ROWS);
        }
        if (nowNanos - firstNanos >= age().toNanos()) {
            return Optional.of(Reason.AGE);
        }
        if (limits.maxIdle().isPositive() && nowNanos - lastNanos >= limits.maxIdle().toNanos()) {
            return Optional.of(Reason.IDLE);
        }
        return Optional.empty();
    }

    /** How old this batch may become, as full as it is now. */
    private Duration age() {
        boolean little = bytes < limits.stretch().tableBytes() * Math.max(1, tables.size());
        Duration stretched = limits.stretch().age();
        return little && stretched.compareTo(limits.maxAge()) > 0 ? stretched : limits.maxAge();
    }

    /** Hands over what was gathered, by table in the order of arrival, and starts empty again. */
    public List<Gathered<S>> cut() {
        List<Gathered<S>> gathered = List.copyOf(tables.values());
        tables = new LinkedHashMap<>();
        bytes = 0;
        rows = 0;
        empty = true;
        return gathered;
    }

    /** Whether nothing is held. */
    public boolean isEmpty() {
        return empty;
    }

    /** Lines held. */
    public long rows() {
        return rows;
    }

    /** Bytes held, the overhead of each piece included. */
    public long bytes() {
        return bytes;
    }

    private static String key(RowsHeader header) {
        return header.app() + '/' + header.table();
    }
}
