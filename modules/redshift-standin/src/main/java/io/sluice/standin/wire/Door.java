package io.sluice.standin.wire;

import io.sluice.standin.ErrorTables;
import io.sluice.standin.Faults;
import io.sluice.standin.StandinException;
import io.sluice.standin.StandinSettings;
import io.sluice.standin.copy.CopyEngine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets clients in: start-up, password, then a {@link ClientSession}. Thread-safe. */
public final class Door {
    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private static final int PROTOCOL = 3;
    private static final int SSL = 80_877_103;
    private static final int GSS = 80_877_104;
    private static final int CANCEL = 80_877_102;

    private final StandinSettings settings;
    private final CopyEngine engine;
    private final ErrorTables errors;
    private final Faults faults;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger processes = new AtomicInteger(1_000);
    private final Map<Long, ClientSession> sessions = new ConcurrentHashMap<>();

    public Door(StandinSettings settings, CopyEngine engine, ErrorTables errors, Faults faults) {
        this.settings = settings;
        this.engine = engine;
        this.errors = errors;
        this.faults = faults;
    }

    /** Serves one client until it leaves, and closes its socket. */
    public void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            DataOutputStream out =
                    new DataOutputStream(
                            new BufferedOutputStream(socket.getOutputStream(), 64 * 1024));
            try {
                start(in, out);
            } catch (StandinException refused) {
                Message.error(refused.sqlState(), String.valueOf(refused.getMessage()), "")
                        .write(out);
                out.flush();
            }
        } catch (EOFException | SocketException gone) {
            log.atDebug().setCause(gone).log("a client went without a word");
        } catch (IOException failed) {
            log.atWarn().setCause(failed).log("a session ended by a failure");
        }
    }

    private void start(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            Message.Reader first = new Message(' ', Message.body(in)).reader();
            int code = first.int32();
            if (code == SSL || code == GSS) {
                out.writeByte('N');
                out.flush();
            } else if (code == CANCEL) {
                cancel(first.int32(), first.int32());
                return;
            } else if (code >> 16 == PROTOCOL) {
                session(parameters(first), in, out);
                return;
            } else {
                throw new StandinException("08P01", "unsupported protocol " + code);
            }
        }
    }

    private void cancel(int process, int secret) throws IOException {
        ClientSession session = sessions.get(key(process, secret));
        if (session != null) {
            session.cancel();
        }
    }

    private static long key(int process, int secret) {
        return ((long) process << 32) | (secret & 0xffff_ffffL);
    }

    private static Map<String, String> parameters(Message.Reader start) {
        Map<String, String> parameters = new HashMap<>();
        while (start.left() > 1) {
            parameters.put(start.text(), start.text());
        }
        return parameters;
    }

    private void session(Map<String, String> wanted, DataInputStream in, DataOutputStream out)
            throws IOException {
        if (wanted.getOrDefault("extra_float_digits", "0").equals("3")) {
            throw new StandinException(
                    "22023",
                    "3 is outside the valid range for parameter \"extra_float_digits\" (-15 .. 2)");
        }
        authenticate(wanted.getOrDefault("user", ""), in, out);
        if (sessions.size() >= settings.maxConnections()) {
            throw new StandinException("53300", "too many connections");
        }
        try (Backend backend = Backend.connect(settings.storage())) {
            int process = processes.incrementAndGet();
            int secret = random.nextInt();
            ClientSession session =
                    new ClientSession(
                            in,
                            out,
                            backend,
                            new StatementRunner(backend, engine, errors, faults, out));
            sessions.put(key(process, secret), session);
            try {
                greet(out, process, secret);
                session.run();
            } finally {
                sessions.remove(key(process, secret));
            }
        }
    }

    private static void greet(DataOutputStream out, int process, int secret) throws IOException {
        Message.of('R', Message.int32(0)).write(out);
        Map<String, String> told =
                Map.of(
                        "server_version", "8.0.2",
                        "client_encoding", "UNICODE",
                        "server_encoding", "UNICODE",
                        "DateStyle", "ISO, MDY",
                        "integer_datetimes", "on",
                        "is_superuser", "off",
                        "TimeZone", "UTC");
        for (Map.Entry<String, String> each : told.entrySet()) {
            Message.of('S', Message.text(each.getKey()), Message.text(each.getValue())).write(out);
        }
        Message.of('K', Message.int32(process), Message.int32(secret)).write(out);
        Message.ready('I').write(out);
        out.flush();
    }

    private void authenticate(String user, DataInputStream in, DataOutputStream out)
            throws IOException {
        byte[] salt = new byte[4];
        random.nextBytes(salt);
        Message.of('R', Message.int32(5), salt).write(out);
        out.flush();
        Message answer = Message.read(in);
        String inner = md5(utf8(settings.password() + settings.user()));
        String expected = "md5" + md5(utf8(inner), salt);
        boolean known =
                answer.type() == 'p'
                        && MessageDigest.isEqual(utf8(expected), utf8(answer.reader().text()))
                        && user.equals(settings.user());
        if (!known) {
            throw new StandinException(
                    "28000", "password authentication failed for user \"" + user + '"');
        }
    }

    /** What the protocol asks for; the password does not leave the machine. */
    private static String md5(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
