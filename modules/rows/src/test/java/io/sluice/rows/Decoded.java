package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sluice.schema.Column;
import io.sluice.schema.JsonPointer;
import io.sluice.schema.LogicalType;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row read back by another parser, to be held against the event that was sent. */
final class Decoded {
    private static final ObjectMapper JACKSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .build();

    static {
        JACKSON.getFactory()
                .setStreamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(2_000).build());
        JACKSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(2_000)
                                .maxNumberLength(1_000_000)
                                .maxNameLength(1_000_000)
                                .build());
    }

    private record Cell(LogicalType type, boolean quoted, String text) {}

    private final Map<String, Cell> cells = new HashMap<>();
    private final Map<String, JsonNode> overflow = new HashMap<>();

    /** A row, with the values that are kept elsewhere back in their places. */
    static Decoded row(TableSchema schema, byte[] line, List<KeptValue> kept) {
        Decoded decoded = row(schema, line);
        for (KeptValue value : kept.reversed()) {
            JsonNode whole = whole(value);
            if (value.path().isEmpty()) {
                assertThat(decoded.overflow.keySet()).containsExactly("");
                decoded.overflow.clear();
                whole.properties().forEach(e -> decoded.overflow.put(e.getKey(), e.getValue()));
            } else {
                JsonNode note = decoded.overflow.put(value.path(), whole);
                assertThat(note).as(value.path()).isNotNull();
                assertThat(note.get("kept_in").textValue()).isEqualTo(KeptValue.TABLE);
            }
        }
        return decoded;
    }

    private static JsonNode whole(KeptValue value) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] piece : value.pieces()) {
            String text = new String(piece, UTF_8);
            assertThat(text.getBytes(UTF_8)).as("cut between characters").isEqualTo(piece);
            assertThat(piece.length).isLessThanOrEqualTo(KeptValue.PIECE_BYTES);
            joined.writeBytes(piece);
        }
        String text = joined.toString(UTF_8);
        return value.isJson() ? read(text) : TextNode.valueOf(text);
    }

    static Decoded row(TableSchema schema, byte[] line) {
        Decoded decoded = new Decoded();
        RowReader row = new RowReader(line);
        assertThat(row.next()).isTrue();
        int system = SystemColumn.values().length;
        assertThat(row.fields()).isEqualTo(system + schema.columns().size());
        for (int i = 0; i < schema.columns().size(); i++) {
            if (!row.isNull(system + i)) {
                Column column = schema.columns().get(i);
                decoded.cells.put(
                        column.path(),
                        new Cell(
                                column.type(),
                                row.quoted(system + i),
                                new String(row.value(system + i), UTF_8)));
            }
        }
        int at = SystemColumn._OVERFLOW.ordinal();
        if (!row.isNull(at)) {
            read(new String(row.value(at), UTF_8))
                    .properties()
                    .forEach(e -> decoded.overflow.put(e.getKey(), e.getValue()));
        }
        return decoded;
    }

    /** Every leaf of the event is found again, and nothing else. */
    void holds(String event, SchemaRules rules) {
        JsonNode root = read(event);
        int found = members("/body", root.get("body"), 1, rules);
        for (Map.Entry<String, JsonNode> member : root.properties()) {
            if (member.getKey().equals("extra")) {
                found += leaf("/extra", member.getValue());
            }
        }
        assertThat(cells.size() + overflow.size()).as(event).isEqualTo(found);
    }

    private int members(String path, JsonNode object, int depth, SchemaRules rules) {
        int found = 0;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String child = JsonPointer.child(path, member.getKey().replace("\0", ""));
            boolean nul = member.getKey().contains("\0");
            boolean flat =
                    member.getValue().isObject()
                            && !member.getValue().isEmpty()
                            && depth < rules.maxDepth();
            found +=
                    flat && !nul
                            ? members(child, member.getValue(), depth + 1, rules)
                            : leaf(child, member.getValue());
        }
        return found;
    }

    private int leaf(String path, JsonNode sent) {
        if (overflow.containsKey(path)) {
            same(sent, overflow.get(path));
            return 1;
        }
        if (sent.isNull()) {
            assertThat(cells).doesNotContainKey(path);
            return 0;
        }
        Cell cell = cells.get(path);
        assertThat(cell).as("%s of %s", path, sent).isNotNull();
        if (cell.type instanceof LogicalType.Json) {
            same(sent, read(cell.text));
        } else if (sent.isTextual()) {
            assertThat(cell.quoted).isTrue();
            sameText(sent.textValue(), cell.text);
        } else {
            assertThat(cell.quoted).isFalse();
            same(sent, read(cell.text));
        }
        return 1;
    }

    private static void same(JsonNode sent, JsonNode got) {
        if (sent.isNumber()) {
            assertThat(got.decimalValue()).isEqualByComparingTo(sent.decimalValue());
        } else if (sent.isTextual()) {
            assertThat(got.isTextual()).isTrue();
            sameText(sent.textValue(), got.textValue());
        } else {
            assertThat(clean(got)).isEqualTo(clean(sent));
        }
    }

    private static void sameText(String sent, String got) {
        if (!got.equals(sent.replace("\0", ""))) {
            assertThat(OffsetDateTime.parse(got).toInstant()).isEqualTo(instant(sent));
        }
    }

    /** RFC 3339 has offsets of up to a day; java.time knows no more than 18 hours. */
    private static Instant instant(String text) {
        int zone = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        if (text.endsWith("Z") || text.endsWith("z")) {
            return OffsetDateTime.parse(text).toInstant();
        }
        LocalTime offset = LocalTime.parse(text.substring(zone + 1));
        Instant local = OffsetDateTime.parse(text.substring(0, zone) + "Z").toInstant();
        int sign = text.charAt(zone) == '+' ? -1 : 1;
        return local.plusSeconds(sign * offset.toSecondOfDay());
    }

    /** Not by toString(), which writes no more than a thousand levels. */
    private static JsonNode clean(JsonNode sent) {
        try {
            return read(JACKSON.writeValueAsString(sent).replace("\\u0000", ""));
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JACKSON.readTree(json);
        } catch (IOException broken) {
            throw new AssertionError(json, broken);
        }
    }
}
