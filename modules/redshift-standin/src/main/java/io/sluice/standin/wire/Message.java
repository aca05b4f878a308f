package io.sluice.standin.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message of the protocol.
 *
 * @param type the byte that tells its kind
 * @param body without type and length; not to be written to
 */
record Message(char type, byte[] body) {
    /** No message of ours or of a driver comes near: a statement has at most 16 MB. */
    private static final int LONGEST = 64 * 1024 * 1024;

    /** Reads the next one. */
    static Message read(DataInputStream in) throws IOException {
        char type = (char) in.readUnsignedByte();
        return new Message(type, body(in));
    }

    /** Reads the length, and as many bytes. */
    static byte[] body(DataInputStream in) throws IOException {
        int length = in.readInt() - 4;
        if (length < 0 || length > LONGEST) {
            throw new EOFException("a message of " + length + " bytes");
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return body;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + 4);
        out.write(body);
    }

    static Message of(char type, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        return new Message(type, body.toByteArray());
    }

    static byte[] text(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }

    static byte[] int32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static byte[] int16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    /** An error as a client is told it. */
    static Message error(String sqlState, String message, String detail) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(text("SERROR"));
        parts.add(text("C" + sqlState));
        parts.add(text("M" + message));
        if (!detail.isEmpty()) {
            parts.add(text("D" + detail));
        }
        parts.add(new byte[1]);
        return of('E', parts.toArray(byte[][]::new));
    }

    static Message notice(String message) {
        return of('N', text("SINFO"), text("C00000"), text("M" + message), new byte[1]);
    }

    static Message complete(String tag) {
        return of('C', text(tag));
    }

    static Message ready(char status) {
        return new Message('Z', new byte[] {(byte) status});
    }

    /** The fields of an error or notice, by their letter. */
    Map<Character, String> fields() {
        Map<Character, String> fields = new LinkedHashMap<>();
        Reader reader = reader();
        while (reader.left() > 1) {
            char field = (char) reader.int8();
            fields.put(field, reader.text());
        }
        return fields;
    }

    Reader reader() {
        return new Reader(ByteBuffer.wrap(body));
    }

    /** Reads a body from left to right. */
    record Reader(ByteBuffer bytes) {
        int left() {
            return bytes.remaining();
        }

        int int8() {
            return bytes.get() & 0xff;
        }

        int int16() {
            return bytes.getShort();
        }

        int int32() {
            return bytes.getInt();
        }

        String text() {
            int start = bytes.position();
            while (bytes.get() != 0) {
                // The text ends with it.
            }
            byte[] text = new byte[bytes.position() - 1 - start];
            bytes.get(start, text);
            return new String(text, StandardCharsets.UTF_8);
        }

        byte[] bytes(int length) {
            byte[] some = new byte[length];
            bytes.get(some);
            return some;
        }
    }
}
