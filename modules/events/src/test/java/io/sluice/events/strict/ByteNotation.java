package io.sluice.events.strict;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Documents as lines of text: {@code <C3 28>} stands for bytes that are no text. */
final class ByteNotation {
    private ByteNotation() {}

    /** The bytes that a line stands for. */
    static byte[] bytes(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < line.length()) {
            int open = line.indexOf('<', at);
            int stop = open < 0 ? line.length() : open;
            out.writeBytes(line.substring(at, stop).getBytes(UTF_8));
            if (open < 0) {
                break;
            }
            int close = line.indexOf('>', open);
            out.writeBytes(
                    HexFormat.of().parseHex(line.substring(open + 1, close).replace(" ", "")));
            at = close + 1;
        }
        return out.toByteArray();
    }

    /** A document such that a person can read it, whatever its bytes are. */
    static String show(byte[] json) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(json.length, 200); i++) {
            if (json[i] >= 0x20 && json[i] < 0x7f && json[i] != '<') {
                text.append((char) json[i]);
            } else {
                text.append('<')
                        .append(HexFormat.of().withUpperCase().toHexDigits(json[i]))
                        .append('>');
            }
        }
        return json.length > 200 ? text + "… of " + json.length + " bytes" : text.toString();
    }
}
