package io.sluice.standin.wire;

import io.sluice.standin.Faults.Fault;
import io.sluice.standin.StandinException;
import io.sluice.standin.sql.Plan;
import io.sluice.standin.sql.Recognizer;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parse, bind, describe, execute: what PostgreSQL runs is held back and sent on with the execution
 * that it leads to, what the stand-in runs itself is answered here. One thread.
 */
final class ExtendedQueries {
    /** A statement that was parsed. */
    private record Parsed(String sql, Plan plan) {
        boolean isOurs() {
            return !(plan instanceof Plan.Forward);
        }
    }

    private static final Parsed NONE = new Parsed("", new Plan.Forward("", Optional.empty()));

    private final Backend backend;
    private final StatementRunner runner;
    private final DataOutputStream out;
    private final Map<String, Parsed> statements = new HashMap<>();
    private final Map<String, Parsed> portals = new HashMap<>();
    private final List<Message> pending = new ArrayList<>();

    /** After an error everything up to the next sync is passed over. */
    private boolean skipping;

    ExtendedQueries(Backend backend, StatementRunner runner, DataOutputStream out) {
        this.backend = backend;
        this.runner = runner;
        this.out = out;
    }

    void take(Message message) throws IOException {
        if (skipping) {
            return;
        }
        try {
            switch (message.type()) {
                case 'P' -> parse(message.reader());
                case 'B' -> bind(message);
                case 'D' -> describe(message);
                case 'E' -> execute(message);
                case 'C' -> forget(message);
                default ->
                        throw new StandinException(
                                "08P01", "message '" + message.type() + "' is not known here");
            }
        } catch (StandinException refused) {
            fail(refused);
        }
    }

    /** The client waits for all answers; that all is ready, the caller says. */
    void sync() throws IOException {
        if (!skipping) {
            try {
                flush(true);
            } catch (StandinException failed) {
                fail(failed);
            }
        }
        skipping = false;
    }

    private void fail(StandinException refused) throws IOException {
        pending.clear();
        runner.refuse(refused);
        skipping = true;
    }

    private void parse(Message.Reader message) throws IOException {
        String name = message.text();
        String sql = message.text();
        byte[] types = message.bytes(message.left());
        Parsed parsed;
        try {
            parsed = new Parsed(sql, Recognizer.plan(one(sql)));
        } catch (StandinException refused) {
            flush(true);
            throw refused;
        }
        statements.put(name, parsed);
        if (parsed.plan() instanceof Plan.Forward forward) {
            pending.add(Message.of('P', Message.text(name), Message.text(forward.sql()), types));
        } else {
            answer('1');
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
        Parsed parsed = statements.getOrDefault(reader.text(), NONE);
        portals.put(portal, parsed);
        if (parsed.isOurs()) {
            answer('2');
        } else {
            pending.add(message);
        }
    }

    private void describe(Message message) throws IOException {
        Message.Reader reader = message.reader();
        boolean isStatement = reader.int8() == 'S';
        Parsed parsed = (isStatement ? statements : portals).getOrDefault(reader.text(), NONE);
        if (!parsed.isOurs()) {
            pending.add(message);
            return;
        }
        flush(true);
        if (isStatement) {
            Message.of('t', Message.int16(0)).write(out);
        }
        Message.of('n').write(out);
    }

    /** Each by itself, so that locks and faults come just before and after it. */
    private void execute(Message message) throws IOException {
        Parsed parsed = portals.getOrDefault(message.reader().text(), NONE);
        Optional<Fault> fault;
        if (parsed.plan() instanceof Plan.Forward forward) {
            fault = runner.meet(parsed.sql());
            runner.lockForWriting(forward);
            pending.add(message);
            flush(fault.isEmpty());
        } else {
            flush(true);
            fault = runner.meet(parsed.sql());
            String tag = runner.runLocal(parsed.plan());
            if (fault.isEmpty()) {
                Message.complete(tag).write(out);
            }
        }
        StatementRunner.cutAfter(fault);
    }

    private void forget(Message message) throws IOException {
        Message.Reader reader = message.reader();
        boolean isStatement = reader.int8() == 'S';
        Parsed parsed = (isStatement ? statements : portals).remove(reader.text());
        if (parsed != null && parsed.isOurs()) {
            answer('3');
        } else {
            pending.add(message);
        }
    }

    private void answer(char type) throws IOException {
        flush(true);
        Message.of(type).write(out);
    }

    /** Sends what was held back, so that what follows comes after it. */
    private void flush(boolean visible) throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        for (Message message : pending) {
            backend.write(message);
        }
        pending.clear();
        backend.send(Message.of('S'));
        Optional<StandinException> failure = runner.relay(visible);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
