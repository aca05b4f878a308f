package io.sluice.faults.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * PostgreSQL's protocol: a type, a length, a body. A statement is asked for by a Query, or by a
 * Bind to one that was prepared before; it is done when CommandComplete comes. A COMMIT that ends a
 * transaction with a COPY in it is told apart: {@link #COMMIT_OF_COPY}.
 */
final class PostgresTalk implements Talk {
    /** The name of a COMMIT that makes copied rows true. */
    static final String COMMIT_OF_COPY = "COMMIT of COPY";

    private static final int BODY_AT = 1 + Integer.BYTES;
    private static final int TLS_REQUEST = (1234 << 16) + 5679;
    private static final int GSS_REQUEST = (1234 << 16) + 5680;

    private final Map<String, String> prepared = new ConcurrentHashMap<>();
    private boolean started;
    private boolean copied;

    /** A request for encryption is answered by one byte: here always the one that means no. */
    private volatile boolean bareAnswer;

    private volatile String running = "";

    @Override
    public Message request(DataInputStream in) throws IOException {
        if (!started) {
            return start(in);
        }
        byte type = in.readByte();
        byte[] message = message(type, in);
        return switch (type) {
            case 'P' -> {
                prepared.put(text(message, 0), text(message, 1));
                yield Message.plain(message);
            }
            case 'B' -> asks(message, prepared.getOrDefault(text(message, 1), ""));
            case 'Q' -> asks(message, text(message, 0));
            default -> Message.plain(message);
        };
    }

    private Message asks(byte[] message, String sql) {
        copied |= sql.startsWith("COPY");
        boolean commit = sql.equals("COMMIT");
        running = commit && copied ? COMMIT_OF_COPY : sql;
        copied &= !commit && !sql.equals("ROLLBACK");
        return Message.of(message, running);
    }

    /** Before anything else: a length and a body, without a type. */
    private Message start(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] message = new byte[length];
        in.readFully(message, Integer.BYTES, length - Integer.BYTES);
        int code = ByteBuffer.wrap(message).putInt(length).getInt();
        bareAnswer = code == TLS_REQUEST || code == GSS_REQUEST;
        started = !bareAnswer;
        return Message.plain(message);
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        byte type = in.readByte();
        if (bareAnswer) {
            bareAnswer = false;
            return Message.plain(new byte[] {type});
        }
        byte[] message = message(type, in);
        return new Message(message, type == 'C' ? Optional.of(running) : Optional.empty());
    }

    private static byte[] message(byte type, DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] message = new byte[1 + length];
        ByteBuffer.wrap(message).put(type).putInt(length);
        in.readFully(message, BODY_AT, length - Integer.BYTES);
        return message;
    }

    /** The texts of a body end with a zero each. */
    private static String text(byte[] message, int number) {
        int begin = BODY_AT;
        for (int text = 0; text < number; text++) {
            begin = end(message, begin) + 1;
        }
        return new String(message, begin, end(message, begin) - begin, UTF_8);
    }

    private static int end(byte[] message, int begin) {
        int end = begin;
        while (message[end] != 0) {
            end++;
        }
        return end;
    }
}
