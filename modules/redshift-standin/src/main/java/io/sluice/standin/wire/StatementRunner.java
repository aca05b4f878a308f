package io.sluice.standin.wire;

import io.sluice.standin.ErrorTables;
import io.sluice.standin.Faults;
import io.sluice.standin.Faults.Fault;
import io.sluice.standin.StandinException;
import io.sluice.standin.copy.CopyCommand;
import io.sluice.standin.copy.CopyEngine;
import io.sluice.standin.copy.CopyFailure;
import io.sluice.standin.copy.CopyResult;
import io.sluice.standin.sql.Plan;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the statements of one client, whichever protocol they came by. One thread. */
final class StatementRunner {
    private static final AtomicInteger COPIES = new AtomicInteger(100);

    private final Backend backend;
    private final CopyEngine engine;
    private final ErrorTables errors;
    private final Faults faults;
    private final DataOutputStream out;
    private Optional<String> copyState = Optional.empty();

    StatementRunner(
            Backend backend,
            CopyEngine engine,
            ErrorTables errors,
            Faults faults,
            DataOutputStream out) {
        this.backend = backend;
        this.engine = engine;
        this.errors = errors;
        this.faults = faults;
        this.out = out;
    }

    /** A fault that comes before the statement; one that comes after it is given back. */
    Optional<Fault> meet(String sql) throws IOException {
        settleCopyState();
        Optional<Fault> fault = faults.take(sql);
        if (fault.isEmpty()) {
            return fault;
        }
        switch (fault.get()) {
            case SERIALIZATION -> throw Errors.serialization("100");
            case RELATION_GONE ->
                    throw new StandinException(
                            "XX000", "1018", Optional.of("Relation does not exist."));
            case DEADLOCK -> throw new StandinException("40P01", "deadlock detected");
            case READ_ONLY ->
                    throw new StandinException(
                            "25006", "cannot execute the statement in a read-only transaction");
            case RESIZE ->
                    throw new StandinException(
                            "0A000", "Cannot execute write query because system is in resize mode");
            case DISK_FULL ->
                    throw new StandinException("53100", "Disk Full", Optional.of("Disk Full"));
            case LOST_BEFORE -> throw new EOFException("cut on demand");
            case LOST_AFTER -> {}
        }
        return fault;
    }

    static void cutAfter(Optional<Fault> fault) throws EOFException {
        if (fault.isPresent()) {
            throw new EOFException("cut on demand");
        }
    }

    /** Two writers of one table wait for each other, as in Redshift. */
    void lockForWriting(Plan.Forward forward) throws IOException {
        if (backend.status() == 'T' && forward.writes().isPresent()) {
            backend.run("LOCK TABLE " + forward.writes().get() + " IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    String runLocal(Plan plan) throws IOException {
        if (backend.status() == 'E') {
            throw new StandinException(
                    "25P02",
                    "current transaction is aborted, commands ignored until end of transaction"
                            + " block");
        }
        return switch (plan) {
            case Plan.Copy copy -> copy(copy.command());
            case Plan.Local ours -> ddl(ours);
            case Plan.Forward forward -> throw new IllegalStateException("not for here");
        };
    }

    private String ddl(Plan.Local plan) throws IOException {
        boolean inBlock = backend.status() == 'T';
        if (inBlock && plan.block() instanceof Plan.Refused refused) {
            throw new StandinException("25001", refused.message());
        }
        if (!plan.sql().isEmpty()) {
            backend.run(String.join("; ", plan.sql()));
        }
        if (inBlock && plan.block() instanceof Plan.Commits) {
            backend.run("COMMIT");
        }
        return plan.tag();
    }

    private String copy(CopyCommand command) throws IOException {
        int id = COPIES.incrementAndGet();
        try {
            CopyResult result = new CopyRun(backend, engine).run(command);
            backend.run(state(id, command.options().noLoad() ? 0 : result.rows()));
            Message.notice(
                            "Load into table '%s' completed, %d record(s) loaded successfully."
                                    .formatted(command.table(), result.rows()))
                    .write(out);
            return "COPY";
        } catch (CopyFailure failure) {
            errors.add(id, failure.errors());
            copyState = Optional.of(state(id, 0));
            throw failure;
        }
    }

    private static String state(int id, long count) {
        return "SELECT set_config('standin.copy_id', '%d', false), set_config('standin.copy_count',"
                        .formatted(id)
                + " '"
                + count
                + "', false)";
    }

    /** In a transaction that has failed nothing can be set: it waits for the end of it. */
    private void settleCopyState() throws IOException {
        if (copyState.isPresent() && backend.status() == 'I') {
            backend.run(copyState.get());
            copyState = Optional.empty();
        }
    }

    /** Passes answers on until PostgreSQL is ready, its being ready and errors left out. */
    Optional<StandinException> relay(boolean visible) throws IOException {
        Optional<StandinException> failure = Optional.empty();
        for (Message answer = backend.next(); answer.type() != 'Z'; answer = backend.next()) {
            if (answer.type() == 'E') {
                failure = Optional.of(Backend.failure(answer));
            } else if (answer.type() != 'S' && visible) {
                answer.write(out);
            }
        }
        return failure;
    }

    /** Tells the client why a statement is refused; the transaction it is in has failed by it. */
    void refuse(StandinException refused) throws IOException {
        backend.spoil();
        Message.error(
                        refused.sqlState(),
                        String.valueOf(refused.getMessage()),
                        refused.detail().orElse(""))
                .write(out);
    }
}
