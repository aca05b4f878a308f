package io.sluice.standin.wire;

import io.sluice.standin.StandinException;
import io.sluice.standin.copy.ColumnType;
import io.sluice.standin.copy.CopyColumn;
import io.sluice.standin.copy.CopyCommand;
import io.sluice.standin.copy.CopyEngine;
import io.sluice.standin.copy.CopyFailure;
import io.sluice.standin.copy.CopyResult;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One COPY from S3 into PostgreSQL, in the transaction that the connection is in, else in one of
 * its own. Nothing of it stays if it fails. One thread.
 */
final class CopyRun {
    private static final int PORTION = 64 * 1024;

    private final Backend backend;
    private final CopyEngine engine;
    private final ByteArrayOutputStream portion = new ByteArrayOutputStream(PORTION + 4096);

    CopyRun(Backend backend, CopyEngine engine) {
        this.backend = backend;
        this.engine = engine;
    }

    /**
     * @throws CopyFailure for a bad row
     * @throws StandinException if it cannot be run at all
     */
    CopyResult run(CopyCommand command) throws IOException {
        boolean alone = backend.status() == 'I';
        if (alone) {
            backend.run("BEGIN");
        }
        try {
            CopyResult result = copy(command);
            if (alone) {
                backend.run("COMMIT");
            }
            return result;
        } catch (StandinException failed) {
            if (alone) {
                backend.run("ROLLBACK");
            } else {
                backend.spoil();
            }
            throw failed;
        }
    }

    private CopyResult copy(CopyCommand command) throws IOException {
        String table =
                command.schema().map(it -> quote(it) + ".").orElse("") + quote(command.table());
        backend.run("LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE");
        List<CopyColumn> columns = CopyEngine.columns(command, columns(table));
        if (command.options().noLoad()) {
            return read(command, columns);
        }
        String names = String.join(", ", columns.stream().map(it -> quote(it.name())).toList());
        backend.send(
                Message.of('Q', Message.text("COPY " + table + " (" + names + ") FROM STDIN")));
        for (Message answer = backend.next(); answer.type() != 'G'; answer = backend.next()) {
            if (answer.type() == 'E') {
                StandinException refused = Backend.failure(answer);
                awaitReady();
                throw refused;
            }
        }
        CopyResult result;
        try {
            result = read(command, columns);
            flush();
        } catch (StandinException failed) {
            backend.send(Message.of('f', Message.text("given up")));
            awaitReady();
            throw failed;
        }
        backend.send(Message.of('c'));
        awaitReady()
                .ifPresent(
                        failed -> {
                            throw failed;
                        });
        return result;
    }

    private Optional<StandinException> awaitReady() throws IOException {
        Optional<StandinException> failure = Optional.empty();
        for (Message answer = backend.next(); answer.type() != 'Z'; answer = backend.next()) {
            if (answer.type() == 'E') {
                failure = Optional.of(Backend.failure(answer));
            }
        }
        return failure;
    }

    /** A broken file is an error of the statement, not of the connection to storage. */
    private CopyResult read(CopyCommand command, List<CopyColumn> columns) throws IOException {
        try {
            return engine.run(command, columns, this::row);
        } catch (StorageLost lost) {
            throw lost;
        } catch (IOException broken) {
            throw new StandinException("XX000", "a file cannot be read: " + broken.getMessage());
        }
    }

    /** The connection to PostgreSQL is gone, not a file. */
    private static final class StorageLost extends IOException {
        private static final long serialVersionUID = 1;

        StorageLost(IOException cause) {
            super(cause);
        }
    }

    private List<CopyColumn> columns(String table) throws IOException {
        List<CopyColumn> columns = new ArrayList<>();
        for (List<@Nullable String> row :
                backend.run(
                        ("SELECT attname, _standin.format_type(atttypid, atttypmod), attnotnull"
                                        + " FROM pg_catalog.pg_attribute WHERE attrelid ="
                                        + " '%s'::regclass AND attnum > 0 AND NOT attisdropped"
                                        + " ORDER BY attnum")
                                .formatted(table.replace("'", "''")))) {
            columns.add(
                    new CopyColumn(
                            String.valueOf(row.get(0)),
                            ColumnType.parse(String.valueOf(row.get(1))),
                            "t".equals(row.get(2))));
        }
        return columns;
    }

    private void row(@Nullable String[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                portion.write('\t');
            }
            String value = values[i];
            portion.writeBytes(
                    (value == null ? "\\N" : escaped(value)).getBytes(StandardCharsets.UTF_8));
        }
        portion.write('\n');
        if (portion.size() >= PORTION) {
            flush();
        }
    }

    private void flush() throws IOException {
        try {
            backend.write(Message.of('d', portion.toByteArray()));
            portion.reset();
        } catch (IOException lost) {
            throw new StorageLost(lost);
        }
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
        return text.toString();
    }

    private static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
