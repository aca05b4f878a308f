package io.sluice.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.schema.Fit;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Each line of the input that is an event gives a row from which the event can be read back. */
class RowFuzzTest {
    private static final SchemaRules RULES = new SchemaRules(3, true, 20, Fit.POSTGRESQL);

    private static final Pattern LONG_EXPONENT = Pattern.compile("[0-9][eE][+-]?[0-9]{9}");

    @FuzzTest
    void everyEventCanBeReadBackFromItsRow(byte[] lines) {
        List<String> events = new ArrayList<>();
        for (String line : new String(lines, UTF_8).split("\n", -1)) {
            if (isPlainEvent(line)) {
                events.add(line);
            }
        }
        TableSchema schema = new Deciders(1, RULES).decide(events, new Random(1));
        for (String event : events) {
            Decoded.row(schema, Rows.encode(event, schema, RULES)).holds(event, RULES);
        }
    }

    /**
     * An event that {@link Decoded} can judge: no other members, no U+0000, and no number with an
     * exponent that BigDecimal has no place for.
     */
    private static boolean isPlainEvent(String line) {
        JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
        Envelope envelope = new Envelope();
        byte[] json = line.getBytes(UTF_8);
        return tape.scan(json, 0, json.length)
                && envelope.read(tape)
                && envelope.others() == 0
                && envelope.tsExact()
                && !tape.hasNul(tape.root())
                && !LONG_EXPONENT.matcher(line).find();
    }
}
