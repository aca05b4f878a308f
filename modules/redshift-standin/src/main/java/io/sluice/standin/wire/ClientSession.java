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
import io.sluice.standin.sql.Recognizer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client, logged in: its messages go on to PostgreSQL with statements rewritten, or are
 * answered here. One thread.
 */
public final class ClientSession {
    private static final AtomicInteger COPIES = new AtomicInteger(100);

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Backend backend;
    private final CopyEngine engine;
    private final ErrorTables errors;
    private final Faults faults;
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, Plan> local = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private final List<Message> pending = new ArrayList<>();
    private final List<String> pendingSql = new ArrayList<>();
    private Optional<String> copyState = Optional.empty();
    private boolean skipping;

    ClientSession(
            DataInputStream in,
            DataOutputStream out,
            Backend backend,
            CopyEngine engine,
            ErrorTables errors,
            Faults faults) {
        this.in = in;
        this.out = out;
        this.backend = backend;
        this.engine = engine;
        this.errors = errors;
        this.faults = faults;
    }

    /** Serves until the client leaves; an exception is the loss of one of the two connections. */
    void run() throws IOException {
        while (true) {
            Message message = Message.read(in);
            switch (message.type()) {
                case 'X' -> {
                    return;
                }
                case 'Q' -> simple(message.reader().text());
                case 'S' -> sync();
                case 'H' -> {}
                default -> extended(message);
            }
        }
    }

    private void simple(String sql) throws IOException {
        try {
            List<String> all = Recognizer.split(sql);
            if (all.isEmpty()) {
                Message.of('I').write(out);
            }
            for (String each : all) {
                run(each);
            }
        } catch (StandinException refused) {
            refuse(refused);
        }
        ready();
    }

    private void ready() throws IOException {
        Message.ready(backend.status()).write(out);
        out.flush();
    }

    private void refuse(StandinException refused) throws IOException {
        backend.spoil();
        Message.error(
                        refused.sqlState(),
                        String.valueOf(refused.getMessage()),
                        refused.detail().orElse(""))
                .write(out);
    }

    /** Runs one statement of the simple protocol. */
    private void run(String sql) throws IOException {
        Optional<Fault> fault = meet(sql);
        Plan plan = Recognizer.plan(sql);
        if (plan instanceof Plan.Forward forward) {
            lockForWriting(forward);
            backend.send(Message.of('Q', Message.text(forward.sql())));
            Optional<StandinException> failure = relay(fault.isEmpty());
            if (failure.isPresent()) {
                throw failure.get();
            }
        } else {
            String tag = runLocal(plan);
            if (fault.isEmpty()) {
                Message.complete(tag).write(out);
            }
        }
        cutAfter(fault);
    }

    /** A fault that comes before the statement; one that comes after it is given back. */
    private Optional<Fault> meet(String sql) throws IOException {
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

    private static void cutAfter(Optional<Fault> fault) throws EOFException {
        if (fault.isPresent()) {
            throw new EOFException("cut on demand");
        }
    }

    /** Two writers of one table wait for each other, as in Redshift. */
    private void lockForWriting(Plan.Forward forward) throws IOException {
        if (backend.status() == 'T' && forward.writes().isPresent()) {
            backend.run("LOCK TABLE " + forward.writes().get() + " IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    private String runLocal(Plan plan) throws IOException {
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
    private Optional<StandinException> relay(boolean visible) throws IOException {
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

    // The extended protocol: messages are held back until a sync, or until one is for us.

    private void extended(Message message) throws IOException {
        if (skipping) {
            return;
        }
        try {
            switch (message.type()) {
                case 'P' -> parse(message.reader());
                case 'B' -> bind(message);
                case 'D' -> describe(message);
                case 'E' -> execute(message);
                case 'C' -> closed(message);
                default ->
                        throw new StandinException(
                                "08P01", "message '" + message.type() + "' is not known here");
            }
        } catch (StandinException refused) {
            fail(refused);
        }
    }

    private void fail(StandinException refused) throws IOException {
        pending.clear();
        pendingSql.clear();
        refuse(refused);
        skipping = true;
    }

    private void parse(Message.Reader message) throws IOException {
        String name = message.text();
        String sql = message.text();
        byte[] types = message.bytes(message.left());
        Plan plan;
        try {
            plan = Recognizer.plan(one(sql));
        } catch (StandinException refused) {
            flush();
            throw refused;
        }
        statements.put(name, sql);
        local.remove(name);
        if (plan instanceof Plan.Forward forward) {
            pending.add(Message.of('P', Message.text(name), Message.text(forward.sql()), types));
        } else {
            local.put(name, plan);
            flush();
            Message.of('1').write(out);
        }
    }

    private static String one(String sql) {
        List<String> all = Recognizer.split(sql);
        if (all.size() > 1) {
            throw new StandinException(
                    "42601", "cannot insert multiple commands into a prepared statement");
        }
        return all.isEmpty() ? "" : all.getFirst();
    }

    private void bind(Message message) throws IOException {
        Message.Reader reader = message.reader();
        String portal = reader.text();
        String statement = reader.text();
        portals.put(portal, statement);
        if (local.containsKey(statement)) {
            flush();
            Message.of('2').write(out);
        } else {
            pending.add(message);
        }
    }

    private void describe(Message message) throws IOException {
        Message.Reader reader = message.reader();
        boolean isStatement = reader.int8() == 'S';
        String name = reader.text();
        String statement = isStatement ? name : portals.getOrDefault(name, "");
        if (!local.containsKey(statement)) {
            pending.add(message);
            return;
        }
        flush();
        if (isStatement) {
            Message.of('t', Message.int16(0)).write(out);
        }
        Message.of('n').write(out);
    }

    private void execute(Message message) throws IOException {
        String statement = portals.getOrDefault(message.reader().text(), "");
        String sql = statements.getOrDefault(statement, "");
        Plan plan = local.get(statement);
        if (plan == null) {
            pending.add(message);
            pendingSql.add(sql);
            return;
        }
        flush();
        Optional<Fault> fault = meet(sql);
        String tag = runLocal(plan);
        cutAfter(fault);
        Message.complete(tag).write(out);
    }

    private void closed(Message message) throws IOException {
        Message.Reader reader = message.reader();
        boolean isStatement = reader.int8() == 'S';
        String name = reader.text();
        if (isStatement && local.remove(name) != null) {
            flush();
            Message.of('3').write(out);
        } else {
            pending.add(message);
        }
    }

    /** Sends what was held back, so that what follows comes after it. */
    private void flush() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        Optional<Fault> cut = Optional.empty();
        List<Message> all = List.copyOf(pending);
        List<String> sql = List.copyOf(pendingSql);
        pending.clear();
        pendingSql.clear();
        for (String each : sql) {
            cut = meet(each);
            if (Recognizer.plan(one(each)) instanceof Plan.Forward forward) {
                lockForWriting(forward);
            }
        }
        for (Message message : all) {
            backend.write(message);
        }
        backend.send(Message.of('S'));
        Optional<StandinException> failure = relay(cut.isEmpty());
        if (failure.isPresent()) {
            throw failure.get();
        }
        cutAfter(cut);
    }

    private void sync() throws IOException {
        if (!skipping) {
            try {
                flush();
            } catch (StandinException failed) {
                fail(failed);
            }
        }
        skipping = false;
        ready();
    }

    /** Ends what runs; from any thread. */
    void cancel() throws IOException {
        backend.cancel();
    }

    /** What a client's password has to be hashed to. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
