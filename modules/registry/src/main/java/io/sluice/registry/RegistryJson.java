package io.sluice.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;

import java.util.List;

/**
 * The JSON in the registry's tables. A member that this release does not know is an error: facts
 * that are dropped in silence would shrink.
 */
final class RegistryJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<List<Column>> COLUMNS = new TypeReference<>() {};

    private RegistryJson() {}

    static String ofColumns(List<Column> columns) {
        List<Column> stored =
                columns.stream()
                        .map(c -> new Column(StoredText.ofPath(c.path()), c.name(), c.facts()))
                        .toList();
        return write(stored);
    }

    static List<Column> toColumns(String json) {
        try {
            return MAPPER.readValue(json, COLUMNS).stream()
                    .map(c -> new Column(StoredText.toPath(c.path()), c.name(), c.facts()))
                    .toList();
        } catch (JsonProcessingException broken) {
            throw unreadable(broken);
        }
    }

    static String ofUnits(List<LoadUnit> units) {
        return write(units);
    }

    static LoadUnit toUnit(String json) {
        try {
            return MAPPER.readValue(json, LoadUnit.class);
        } catch (JsonProcessingException broken) {
            throw unreadable(broken);
        }
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException neverForOurRecords) {
            throw new IllegalStateException(neverForOurRecords);
        }
    }

    private static RegistryException unreadable(JsonProcessingException broken) {
        return new RegistryException(
                RegistryException.Kind.REFUSED,
                "The registry holds JSON that this release cannot read.",
                broken);
    }
}
