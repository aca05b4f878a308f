package io.sluice.sqlizer;

import io.sluice.rows.RowBuffer;
import io.sluice.rows.RowEncoder;
import io.sluice.rows.RowsHeader;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The rows of one table and version that wait to be sent, cut into pieces of bounded size while
 * they are filled. What came since the last {@link #mark} can be taken back.
 */
final class TableRows {
    private static final int FIRST_BYTES = 1024;

    private final TableSchema schema;
    private final RowEncoder encoder;
    private final byte[] key;
    private final int pieceBytes;
    private final RowBuffer buffer = new RowBuffer(FIRST_BYTES);
    private int[] pieceEnds = new int[8];
    private int[] pieceRows = new int[8];
    private int[] pieceIds = new int[8];
    private int pieces;
    private int pieceStart;
    private int rows;
    private int ids;
    private int markSize;
    private int markPieces;
    private int markPieceStart;
    private int markRows;
    private int markIds;
    boolean touched;

    TableRows(TableSchema schema, SchemaRules rules, int pieceBytes) {
        this.schema = schema;
        this.encoder = new RowEncoder(schema, rules);
        this.key = schema.table().toString().getBytes(StandardCharsets.US_ASCII);
        this.pieceBytes = pieceBytes;
    }

    TableSchema schema() {
        return schema;
    }

    RowEncoder encoder() {
        return encoder;
    }

    RowBuffer buffer() {
        return buffer;
    }

    /** The key of the table's records: all its rows go to one partition. */
    byte[] key() {
        return key;
    }

    int size() {
        return buffer.size();
    }

    /** Bytes of rows appended since {@link #mark}. */
    int grown() {
        return buffer.size() - markSize;
    }

    /** Memory kept for rows. */
    int capacity() {
        return buffer.capacity();
    }

    /** Gives the memory back; nothing may wait. */
    void shrink() {
        buffer.shrink(FIRST_BYTES);
    }

    void mark() {
        markSize = buffer.size();
        markPieces = pieces;
        markPieceStart = pieceStart;
        markRows = rows;
        markIds = ids;
    }

    void rollback() {
        buffer.truncate(markSize);
        pieces = markPieces;
        pieceStart = markPieceStart;
        rows = markRows;
        ids = markIds;
    }

    /**
     * Counts the row just appended from {@code start} on; begins a new piece before it if need be.
     */
    void added(int start, boolean withId) {
        if (rows > 0 && buffer.size() - pieceStart > pieceBytes) {
            cut(start);
        }
        rows++;
        ids += withId ? 1 : 0;
    }

    private void cut(int end) {
        if (pieces == pieceEnds.length) {
            pieceEnds = Arrays.copyOf(pieceEnds, pieces * 2);
            pieceRows = Arrays.copyOf(pieceRows, pieces * 2);
            pieceIds = Arrays.copyOf(pieceIds, pieces * 2);
        }
        pieceEnds[pieces] = end;
        pieceRows[pieces] = rows;
        pieceIds[pieces++] = ids;
        pieceStart = end;
        rows = 0;
        ids = 0;
    }

    /** Whether a piece is complete. */
    boolean hasPieces() {
        return pieces > 0;
    }

    /** Hands out the complete pieces; what came since {@link #mark} can no longer be taken back. */
    void drainPieces(BiConsumer<RowsHeader, byte[]> out) {
        int start = 0;
        for (int i = 0; i < pieces; i++) {
            byte[] value = buffer.copy(start, pieceEnds[i]);
            out.accept(
                    new RowsHeader(
                            schema.app(),
                            schema.table(),
                            schema.version(),
                            schema.fingerprint(),
                            pieceRows[i],
                            pieceIds[i]),
                    value);
            start = pieceEnds[i];
        }
        buffer.removeFirst(start);
        pieces = 0;
        pieceStart = 0;
        mark();
    }

    /** Hands out all pieces, the last unfinished one included, and is empty then. */
    void drain(BiConsumer<RowsHeader, byte[]> out) {
        if (rows > 0) {
            cut(buffer.size());
        }
        drainPieces(out);
    }

    /** Forgets all. */
    void clear() {
        buffer.truncate(0);
        pieces = 0;
        pieceStart = 0;
        rows = 0;
        ids = 0;
        mark();
    }
}
