package io.sluice.faults.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.ChunkHeader;
import io.sluice.rows.RowsHeader;
import io.sluice.schema.TableUid;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Records that no version of Sluice writes, each with the dead letters that it has to become. */
final class Poisons {
    private static final int HUGE = 1_900_000;
    private static final String BROKEN = "{\"ts\":\"2025-01-01T00:00:00Z\",\"entype\":\"lo";

    private Poisons() {}

    /**
     * One record.
     *
     * @param letters the values of its dead letters, in order
     * @param claimed rows that it claims in the sqlizer's name: the books have to miss their origin
     */
    record Dose(byte[] value, Map<String, String> headers, List<byte[]> letters, int claimed) {
        Dose {
            headers = Map.copyOf(headers);
            letters = List.copyOf(letters);
        }

        /** All of it has to become one letter. */
        static Dose whole(byte[] value, Map<String, String> headers) {
            return new Dose(value, headers, List.of(value), 0);
        }

        /** As above, of one row that looks like the sqlizer's. */
        static Dose forged(byte[] row, RowsHeader header) {
            return new Dose(row, header.toHeaders(), List.of(row), header.count());
        }
    }

    static List<Dose> events(Random random) {
        byte[] broken = BROKEN.getBytes(UTF_8);
        byte[] three = (BROKEN + "\n" + BROKEN + "\n" + BROKEN).getBytes(UTF_8);
        return List.of(
                Dose.whole(bytes(random, 300), Map.of()),
                Dose.whole(broken, header("1")),
                Dose.whole(bytes(random, HUGE), Map.of()),
                Dose.whole(bytes(random, 50), with(header("1"), ChunkHeader.FORMAT, "99")),
                Dose.whole(broken, with(header("1"), "count", "many")),
                new Dose(three, header("1000"), List.of(broken, broken, broken), 0),
                new Dose(three, header("1"), List.of(broken, broken, broken), 0));
    }

    static List<Dose> rows(Random random, String app, UUID known) {
        byte[] line = (random.nextInt() + "\n").getBytes(UTF_8);
        RowsHeader forged = new RowsHeader(app, new TableUid(known), 1, random.nextLong(), 1, 0);
        RowsHeader unknown =
                new RowsHeader(
                        app,
                        new TableUid(new UUID(random.nextLong(), random.nextLong())),
                        1,
                        random.nextLong(),
                        1,
                        0);
        return List.of(
                Dose.whole(bytes(random, 300), Map.of()),
                Dose.whole(bytes(random, HUGE), Map.of()),
                Dose.whole(line, with(forged.toHeaders(), RowsHeader.FORMAT, "0")),
                Dose.forged(line, forged),
                Dose.whole(line, with(forged.toHeaders(), "count", "-1")),
                Dose.forged(line, unknown));
    }

    /** These name no app that could have letters: they stay where they are. */
    static List<Dose> loads(Random random) {
        return List.of(
                stays(bytes(random, 300)),
                stays(bytes(random, HUGE)),
                stays("{}".getBytes(UTF_8)),
                stays("{\"format\":99}".getBytes(UTF_8)),
                stays(new byte[0]));
    }

    static List<Dose> dead(Random random) {
        return List.of(stays(bytes(random, 300)), stays(new byte[0]));
    }

    private static Dose stays(byte[] value) {
        return new Dose(value, Map.of(), List.of(), 0);
    }

    private static Map<String, String> header(String count) {
        return with(
                new ChunkHeader(1, 0, 1_735_689_600_000_000L, "harness", "").toHeaders(),
                "count",
                count);
    }

    private static Map<String, String> with(
            Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    /** No newline among them: it would begin another event. The first one no text begins with. */
    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] = bytes[i] == '\n' ? 0 : bytes[i];
        }
        Arrays.fill(bytes, 0, 1, (byte) 0xff);
        return bytes;
    }
}
