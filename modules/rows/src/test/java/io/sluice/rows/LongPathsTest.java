package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.schema.Fit;
import io.sluice.schema.Observation;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keys so long that their paths get no column. */
class LongPathsTest {
    private static final SchemaRules ONE_COLUMN = new SchemaRules(4, true, 1, Fit.POSTGRESQL);
    private static final String LONG = "k".repeat(SchemaRules.MAX_PATH_BYTES);

    @Test
    void pathsUpToTheLimitHaveColumnsAndLongerOnesHaveNone() {
        String fits = "k".repeat(SchemaRules.MAX_PATH_BYTES - 1);
        assertThat(seen("{\"%s\":1,\"%s\":2}".formatted(fits, LONG)).facts())
                .containsOnlyKeys("/body/" + fits);
        assertThat(seen("{\"a\":{\"%s\":1}}".formatted(fits)).facts()).isEmpty();
    }

    @Test
    void aMemberOfALongKeyIsInTheOverflowAsItWasSent() {
        String event = event("{\"a\":7,\"%s\":{\"b\":[1,2]}}".formatted(LONG));
        assertThat(row(event)).contains("{\"\"/body/%s\"\":{\"\"b\"\":[1,2]}}".formatted(LONG));
    }

    @Test
    void aLongKeyOfManyMembersDoesNotMultiply() {
        String members =
                IntStream.range(0, 30_000)
                        .mapToObj(i -> "\"%x\":1".formatted(i))
                        .collect(Collectors.joining(","));
        String event = event("{\"%s\":{%s}}".formatted("k".repeat(250_000), members));
        assertThat(row(event).length()).isLessThan(event.length() * 2);
    }

    @Test
    void aHundredThousandMembersWithoutColumnsDoNotHoldAThread() {
        String members =
                IntStream.range(0, 99_000)
                        .mapToObj(i -> "\"%x\":%d".formatted(i, i))
                        .collect(Collectors.joining(","));
        String event = event("{\"a\":1,\"b\":{\"c\":{%s},\"d\":2},\"e\":3}".formatted(members));
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> row(event, ONE_COLUMN)))
                .contains("{\"\"/body/b/c/0\"\":0,\"\"/body/b/c/1\"\":1,")
                .contains(",\"\"/body/b/c/182b7\"\":98999,\"\"/body/b/d\"\":2,\"\"/body/e\"\":3}");
    }

    private static String row(String event) {
        return row(event, SchemaRules.DEFAULT);
    }

    private static String row(String event, SchemaRules rules) {
        TableSchema schema =
                new Deciders(1, rules).decide(List.of(event("{\"a\":1}")), new Random(1));
        return new String(Rows.encode(event, schema, rules), UTF_8);
    }

    private static Observation seen(String body) {
        JsonTape tape = Rows.tape(event(body));
        Envelope envelope = new Envelope();
        assertThat(envelope.read(tape)).isTrue();
        Observation seen = new Observation(SchemaRules.DEFAULT);
        seen.add(tape, envelope.body());
        return seen;
    }

    private static String event(String body) {
        return "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"e\",\"evname\":\"n\",\"body\":%s}"
                .formatted(body);
    }
}
