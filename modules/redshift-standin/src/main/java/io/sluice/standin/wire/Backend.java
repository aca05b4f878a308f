package io.sluice.standin.wire;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;

import io.sluice.standin.StandinException;
import io.sluice.standin.StandinSettings.Storage;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A connection to the PostgreSQL that keeps the rows, message by message. One thread. */
final class Backend implements AutoCloseable {
    private static final int PROTOCOL = 196_608;
    private static final int CANCEL = 80_877_102;

    private final Storage storage;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int process;
    private int secret;
    private char status = 'I';

    private Backend(Storage storage) throws IOException {
        this.storage = storage;
        socket = new Socket(storage.host(), storage.port());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 64 * 1024));
    }

    static Backend connect(Storage storage) throws IOException {
        Backend backend = new Backend(storage);
        try {
            backend.logIn();
            return backend;
        } catch (IOException | RuntimeException failed) {
            backend.close();
            throw failed;
        }
    }

    private void logIn() throws IOException {
        byte[] start =
                Message.of(
                                ' ',
                                Message.int32(PROTOCOL),
                                Message.text("user"),
                                Message.text(storage.user()),
                                Message.text("database"),
                                Message.text(storage.database()),
                                Message.text("client_encoding"),
                                Message.text("UTF8"),
                                Message.text("options"),
                                Message.text(
                                        "-c TimeZone=UTC -c DateStyle=ISO,MDY -c"
                                            + " standard_conforming_strings=on -c"
                                            + " search_path=\"$user\",public,_standin,pg_catalog -c"
                                            + " default_transaction_isolation=repeatable\\ read"),
                                new byte[1])
                        .body();
        out.writeInt(start.length + 4);
        out.write(start);
        out.flush();
        ScramClient scram =
                ScramClient.builder()
                        .advertisedMechanisms(List.of("SCRAM-SHA-256"))
                        .username(storage.user())
                        .password(storage.password().toCharArray())
                        .build();
        while (true) {
            Message message = Message.read(in);
            switch (message.type()) {
                case 'R' -> authenticate(scram, message.reader());
                case 'E' -> throw failure(message);
                case 'K' -> {
                    Message.Reader key = message.reader();
                    process = key.int32();
                    secret = key.int32();
                }
                case 'Z' -> {
                    return;
                }
                default -> {}
            }
        }
    }

    private void authenticate(ScramClient scram, Message.Reader asked) throws IOException {
        try {
            switch (asked.int32()) {
                case 0 -> {}
                case 10 -> {
                    byte[] first = bytes(scram.clientFirstMessage().toString());
                    send(
                            Message.of(
                                    'p',
                                    Message.text("SCRAM-SHA-256"),
                                    Message.int32(first.length),
                                    first));
                }
                case 11 -> {
                    scram.serverFirstMessage(rest(asked));
                    send(Message.of('p', bytes(scram.clientFinalMessage().toString())));
                }
                case 12 -> scram.serverFinalMessage(rest(asked));
                default -> throw new IOException("the storage asks for another kind of log-in");
            }
        } catch (ScramException failed) {
            throw new IOException("the storage refuses the log-in", failed);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String rest(Message.Reader reader) {
        return new String(reader.bytes(reader.left()), StandardCharsets.UTF_8);
    }

    void write(Message message) throws IOException {
        message.write(out);
    }

    void send(Message message) throws IOException {
        message.write(out);
        out.flush();
    }

    /** What comes next; the status of the transaction is noted. */
    Message next() throws IOException {
        if (in.available() == 0) {
            out.flush();
        }
        Message message = Message.read(in);
        if (message.type() == 'Z') {
            status = (char) message.body()[0];
        }
        return message;
    }

    /** I: no transaction; T: in one; E: in one that has failed. */
    char status() {
        return status;
    }

    /** Runs a statement of ours and gives its rows. */
    List<List<@Nullable String>> run(String sql) throws IOException {
        send(Message.of('Q', Message.text(sql)));
        List<List<@Nullable String>> rows = new ArrayList<>();
        StandinException failure = null;
        for (Message message = next(); message.type() != 'Z'; message = next()) {
            if (message.type() == 'D') {
                rows.add(row(message.reader()));
            } else if (message.type() == 'E') {
                failure = failure(message);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return rows;
    }

    private static List<@Nullable String> row(Message.Reader reader) {
        List<@Nullable String> row = new ArrayList<>();
        for (int columns = reader.int16(); columns > 0; columns--) {
            int length = reader.int32();
            row.add(length < 0 ? null : new String(reader.bytes(length), StandardCharsets.UTF_8));
        }
        return row;
    }

    /** An error of PostgreSQL's as Redshift words it. */
    static StandinException failure(Message error) {
        Map<Character, String> fields = error.fields();
        return Errors.translate(
                fields.getOrDefault('C', "XX000"),
                fields.getOrDefault('M', ""),
                fields.getOrDefault('D', ""),
                fields.getOrDefault('n', ""));
    }

    /** Makes a transaction fail as a statement in it has failed that PostgreSQL has not seen. */
    void spoil() throws IOException {
        if (status == 'T') {
            send(Message.of('Q', Message.text("SELECT 1/0")));
            for (Message message = next(); message.type() != 'Z'; message = next()) {
                // Its error is not the client's.
            }
        }
    }

    /** Asks for the end of what this connection runs; from any thread. */
    void cancel() throws IOException {
        try (Socket other = new Socket(storage.host(), storage.port());
                DataOutputStream to = new DataOutputStream(other.getOutputStream())) {
            to.writeInt(16);
            to.writeInt(CANCEL);
            to.writeInt(process);
            to.writeInt(secret);
            to.flush();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
