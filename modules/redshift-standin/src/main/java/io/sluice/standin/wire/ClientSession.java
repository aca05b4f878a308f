package io.sluice.standin.wire;

import io.sluice.standin.Faults.Fault;
import io.sluice.standin.StandinException;
import io.sluice.standin.sql.Plan;
import io.sluice.standin.sql.Recognizer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One client, logged in: takes its messages, and answers statements of the simple protocol. */
final class ClientSession {
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Backend backend;
    private final StatementRunner runner;
    private final ExtendedQueries extended;

    ClientSession(
            DataInputStream in, DataOutputStream out, Backend backend, StatementRunner runner) {
        this.in = in;
        this.out = out;
        this.backend = backend;
        this.runner = runner;
        this.extended = new ExtendedQueries(backend, runner, out);
    }

    /** Serves until the client leaves; an exception is the loss of one of the two connections. */
    void run() throws IOException {
        while (true) {
            Message message = Message.read(in);
            switch (message.type()) {
                case 'X' -> {
                    return;
                }
                case 'Q' -> {
                    simple(message.reader().text());
                    ready();
                }
                case 'S' -> {
                    extended.sync();
                    ready();
                }
                // Nothing is held back for longer than to the next execution or sync.
                case 'H' -> {}
                default -> extended.take(message);
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
            runner.refuse(refused);
        }
    }

    private void run(String sql) throws IOException {
        Optional<Fault> fault = runner.meet(sql);
        Plan plan = Recognizer.plan(sql);
        if (plan instanceof Plan.Forward forward) {
            runner.lockForWriting(forward);
            backend.send(Message.of('Q', Message.text(forward.sql())));
            Optional<StandinException> failure = runner.relay(fault.isEmpty());
            if (failure.isPresent()) {
                throw failure.get();
            }
        } else {
            String tag = runner.runLocal(plan);
            if (fault.isEmpty()) {
                Message.complete(tag).write(out);
            }
        }
        StatementRunner.cutAfter(fault);
    }

    private void ready() throws IOException {
        Message.ready(backend.status()).write(out);
        out.flush();
    }

    /** Ends what runs; from any thread. */
    void cancel() throws IOException {
        backend.cancel();
    }
}
