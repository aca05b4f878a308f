package io.sluice.standin.copy;

import io.sluice.standin.StandinException;
import io.sluice.standin.copy.ColumnType.Char;
import io.sluice.standin.copy.ColumnType.Varchar;
import io.sluice.standin.copy.CopySource.S3File;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the files of a COPY and checks every value as Redshift does. The first bad row ends it:
 * MAXERROR is never above 1 here. Thread-safe.
 */
public final class CopyEngine implements AutoCloseable {
    private static final int RAW = 1024;

    private final CopySource source;

    public CopyEngine(CopySettings settings) {
        this.source = new CopySource(settings);
    }

    /**
     * Hands all rows to the sink, or none with NOLOAD. Blocks on S3.
     *
     * @param columns of the command in its order, or all of the table if it names none
     * @throws CopyFailure if a row cannot be loaded; what the sink has got has to be undone
     * @throws StandinException if the files cannot be read
     */
    public CopyResult run(CopyCommand command, List<CopyColumn> columns, RowSink sink)
            throws IOException {
        List<S3File> files = source.files(command);
        ByteCount bytes = new ByteCount();
        long rows = 0;
        for (S3File file : files) {
            rows += new FileRun(command, columns, file, sink).run(bytes);
        }
        return new CopyResult(rows, files.size(), bytes.bytes());
    }

    /** One file. */
    private final class FileRun {
        private final CopyCommand command;
        private final List<CopyColumn> columns;
        private final S3File file;
        private final RowSink sink;
        private final CopyValues values;
        private final @Nullable String[] row;
        private int at;

        FileRun(CopyCommand command, List<CopyColumn> columns, S3File file, RowSink sink) {
            this.command = command;
            this.columns = columns;
            this.file = file;
            this.sink = sink;
            this.values = new CopyValues(command.options().anyTimeFormat());
            this.row = new @Nullable String[columns.size()];
        }

        long run(ByteCount bytes) throws IOException {
            CopyOptions options = command.options();
            long rows = 0;
            try (InputStream in = source.open(file, options.compression(), bytes)) {
                CsvLines lines = new CsvLines(in, options.quote(), options.delimiter());
                try {
                    while (lines.next()) {
                        if (lines.line() > options.ignoreHeader()) {
                            read(lines);
                            rows++;
                        }
                    }
                } catch (BadValue bad) {
                    throw new CopyFailure(command.table(), List.of(error(lines, bad)));
                }
            }
            return rows;
        }

        private void read(CsvLines lines) throws BadValue, IOException {
            at = -1;
            if (lines.fields() != columns.size()) {
                throw lines.fields() > columns.size()
                        ? new BadValue(1202, "Extra column(s) found")
                        : new BadValue(1203, "Delimiter not found");
            }
            for (at = 0; at < columns.size(); at++) {
                row[at] = value(lines, columns.get(at));
            }
            if (!command.options().noLoad()) {
                sink.row(row);
            }
        }

        private @Nullable String value(CsvLines lines, CopyColumn column) throws BadValue {
            int start = lines.start(at);
            int end = lines.end(at);
            boolean isText = column.type() instanceof Varchar || column.type() instanceof Char;
            String text = values.text(lines.bytes(), start, end);
            // Whether a quoted marker is NULL no page says: here it is a text.
            boolean isNull =
                    (text.isEmpty() && !isText)
                            || (!lines.isQuoted(at) && text.equals(command.options().nullAs()));
            if (isNull && column.notNull()) {
                throw new BadValue(1213, "Missing data for not-null field");
            }
            return isNull ? null : values.value(column.type(), text);
        }

        private LoadError error(CsvLines lines, BadValue bad) {
            boolean inColumn = at >= 0 && at < columns.size() && at < lines.fields();
            ColumnType type = inColumn ? columns.get(at).type() : new Varchar(1);
            String ddl = type.ddl().toLowerCase(Locale.ROOT).replaceFirst("\\(.*", "");
            return new LoadError(
                    file.url(),
                    lines.line(),
                    inColumn ? columns.get(at).name() : "",
                    inColumn ? ddl : "",
                    type instanceof Varchar varchar ? varchar.bytes() : 0,
                    inColumn ? at : 0,
                    bad.code(),
                    bad.reason(),
                    inColumn ? text(lines.bytes(), lines.start(at), lines.end(at)) : "",
                    text(lines.raw(), 0, lines.raw().length));
        }

        /** As much as the error tables hold; what is no UTF-8 is shown as such. */
        private static String text(byte[] bytes, int start, int end) {
            return new String(bytes, start, Math.min(end - start, RAW), StandardCharsets.UTF_8)
                    .replace('\0', '?');
        }
    }

    /** The columns of a command, of those that its table has. */
    public static List<CopyColumn> columns(CopyCommand command, List<CopyColumn> all) {
        if (command.columns().isEmpty()) {
            return all;
        }
        List<CopyColumn> chosen = new ArrayList<>();
        for (String name : command.columns()) {
            chosen.add(
                    all.stream()
                            .filter(it -> it.name().equals(name))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new StandinException(
                                                    "42703",
                                                    "column \"%s\" of relation \"%s\" does not exist"
                                                            .formatted(name, command.table()))));
        }
        return chosen;
    }

    @Override
    public void close() {
        source.close();
    }
}
