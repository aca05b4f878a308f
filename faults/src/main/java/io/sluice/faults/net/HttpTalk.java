package io.sluice.faults.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * HTTP/1.1 as S3 clients speak it: one request after the other on a connection, each with its
 * length. Query strings are left out of what is told.
 */
final class HttpTalk implements Talk {
    private static final String CONTINUE = " 100 ";

    /** Requests whose answers are still to come, in order. */
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /** A head that went on alone, since its sender waits for leave to send the body. */
    private record Announced(String what, int length) {}

    private Optional<Announced> announced = Optional.empty();

    @Override
    public Message request(DataInputStream in) throws IOException {
        if (announced.isPresent()) {
            Announced body = announced.get();
            announced = Optional.empty();
            return Message.of(in.readNBytes(body.length()), body.what());
        }
        String head = head(in);
        String[] line = head.substring(0, head.indexOf('\r')).split(" ", 3);
        String what = line[0] + " " + line[1].replaceFirst("\\?.*", "");
        asked.add(what);
        if (value(head, "expect").isPresent()) {
            announced = Optional.of(new Announced(what, length(head).orElse(0)));
            return Message.plain(head.getBytes(ISO_8859_1));
        }
        return Message.of(whole(head, in), what);
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        String head = head(in);
        if (head.substring(0, head.indexOf('\r')).contains(CONTINUE)) {
            return Message.plain(head.getBytes(ISO_8859_1));
        }
        Optional<String> what = Optional.ofNullable(asked.poll());
        boolean bodiless =
                what.map(it -> it.startsWith("HEAD ")).orElse(false)
                        || head.contains(" 204 ")
                        || head.contains(" 304 ");
        return new Message(bodiless ? head.getBytes(ISO_8859_1) : whole(head, in), what);
    }

    /** To the empty line, inclusive. */
    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static byte[] whole(String head, DataInputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.getBytes(ISO_8859_1));
        OptionalInt length = length(head);
        if (length.isPresent()) {
            all.write(in.readNBytes(length.getAsInt()));
        } else if (value(head, "transfer-encoding").isPresent()) {
            chunks(in, all);
        }
        return all.toByteArray();
    }

    private static OptionalInt length(String head) {
        return value(head, "content-length").stream().mapToInt(Integer::parseInt).findFirst();
    }

    private static void chunks(DataInputStream in, ByteArrayOutputStream all) throws IOException {
        int size;
        do {
            String line = line(in);
            all.write(line.getBytes(ISO_8859_1));
            size = Integer.parseInt(line.strip(), 16);
            all.write(in.readNBytes(size));
            all.write(line(in).getBytes(ISO_8859_1));
        } while (size > 0);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        do {
            line.append((char) in.readUnsignedByte());
        } while (line.charAt(line.length() - 1) != '\n');
        return line.toString();
    }

    private static Optional<String> value(String head, String name) {
        return head.lines()
                .filter(it -> it.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(it -> it.substring(name.length() + 1).strip())
                .findFirst();
    }
}
