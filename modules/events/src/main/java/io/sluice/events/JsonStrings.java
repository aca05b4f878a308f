package io.sluice.events;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The inside of JSON strings. The bytes given have passed the scanner. */
public final class JsonStrings {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long K = 0x9E3779B97F4A7C15L;

    private JsonStrings() {}

    /** 64 bits over the bytes, the same in every process; fast, not for defence. */
    public static long hash(byte[] bytes, int start, int end) {
        long h = (end - start) * K;
        int i = start;
        for (; i + 8 <= end; i += 8) {
            h = mix(h ^ (long) LONG.get(bytes, i));
        }
        if (i < end) {
            long tail = 0;
            for (int shift = 0; i < end; i++, shift += 8) {
                tail |= (bytes[i] & 0xffL) << shift;
            }
            h = mix(h ^ tail);
        }
        return h;
    }

    private static long mix(long h) {
        long m = h * K;
        return m ^ (m >>> 29);
    }

    /** Resolves the escapes between the quotes. */
    public static byte[] unescape(byte[] json, int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            byte b = json[i];
            if (b != '\\') {
                out.write(b);
                continue;
            }
            byte escape = json[++i];
            switch (escape) {
                case 'b' -> out.write('\b');
                case 'f' -> out.write('\f');
                case 'n' -> out.write('\n');
                case 'r' -> out.write('\r');
                case 't' -> out.write('\t');
                case 'u' -> {
                    int c = hex4(json, i + 1);
                    i += 4;
                    if (Character.isHighSurrogate((char) c)) {
                        int low = hex4(json, i + 3);
                        i += 6;
                        c = Character.toCodePoint((char) c, (char) low);
                    }
                    writeUtf8(out, c);
                }
                default -> out.write(escape);
            }
        }
        return out.toByteArray();
    }

    private static void writeUtf8(ByteArrayOutputStream out, int c) {
        if (c < 0x80) {
            out.write(c);
        } else if (c < 0x800) {
            out.write(0xC0 | c >> 6);
            out.write(0x80 | c & 0x3F);
        } else if (c < 0x10000) {
            out.write(0xE0 | c >> 12);
            out.write(0x80 | c >> 6 & 0x3F);
            out.write(0x80 | c & 0x3F);
        } else {
            out.write(0xF0 | c >> 18);
            out.write(0x80 | c >> 12 & 0x3F);
            out.write(0x80 | c >> 6 & 0x3F);
            out.write(0x80 | c & 0x3F);
        }
    }

    /** The value of four hexadecimal digits, or -1 if they are none. */
    static int hex4(byte[] json, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /**
     * Appends the text as a JSON string with its quotes: {@code "}, {@code \} and control
     * characters escaped as PostgreSQL's to_json does, all else as it is.
     */
    public static void quote(byte[] text, ByteArrayOutputStream out) {
        out.write('"');
        for (byte b : text) {
            switch (b) {
                case '"' -> escape(out, '"');
                case '\\' -> escape(out, '\\');
                case '\b' -> escape(out, 'b');
                case '\f' -> escape(out, 'f');
                case '\n' -> escape(out, 'n');
                case '\r' -> escape(out, 'r');
                case '\t' -> escape(out, 't');
                default -> {
                    if (b >= 0 && b < 0x20) {
                        escape(out, 'u');
                        out.write('0');
                        out.write('0');
                        out.write(Character.forDigit(b >> 4, 16));
                        out.write(Character.forDigit(b & 15, 16));
                    } else {
                        out.write(b);
                    }
                }
            }
        }
        out.write('"');
    }

    private static void escape(ByteArrayOutputStream out, char c) {
        out.write('\\');
        out.write(c);
    }

    /** Eight bytes at once, the first in the lowest bits. */
    static long eight(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }
}
