package io.sluice.rows;

/**
 * What lines of {@link CsvFormat} look like from afar: enough to tell rows from what only claims to
 * be rows, at a fraction of the cost of reading or compressing them.
 *
 * @param lines lines that end
 * @param separators commas between fields, of all lines
 * @param complete whether nothing stands after the last line's end
 */
public record LineShape(long lines, long separators, boolean complete) {

    /** The shape of so many lines of so many fields. */
    public static LineShape of(long lines, int fields) {
        return new LineShape(lines, lines * (fields - 1), true);
    }

    /** The shape of these bytes. */
    public static LineShape of(byte[] bytes) {
        // 1 outside of quotes and 0 within: no branch for each byte.
        int bare = 1;
        long lines = 0;
        long separators = 0;
        for (byte b : bytes) {
            bare ^= b == '"' ? 1 : 0;
            lines += b == '\n' ? bare : 0;
            separators += b == ',' ? bare : 0;
        }
        boolean ended = bytes.length == 0 || bytes[bytes.length - 1] == '\n';
        return new LineShape(lines, separators, ended && bare == 1);
    }
}
