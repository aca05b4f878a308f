package io.sluice.console.dead;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.sluice.schema.Names;

import java.io.IOException;
import java.util.Optional;

/** The kind of event that some bytes may have been. */
public record Kind(String entype, String evname) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads as far as the bytes can be read; empty where that does not tell both names. */
    static Optional<Kind> guess(byte[] bytes) {
        String entype = "";
        String evname = "";
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while ((entype.isEmpty() || evname.isEmpty())
                    && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && name.equals("entype")) {
                    entype = parser.getText();
                } else if (value == JsonToken.VALUE_STRING && name.equals("evname")) {
                    evname = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException brokenOff) {
            // That is why it is here; what came before the break may tell enough.
        }
        return entype.isEmpty() || evname.isEmpty()
                ? Optional.empty()
                : Optional.of(new Kind(entype, evname));
    }

    /** The name that the kind's table has, unless another kind had it first. */
    public String table() {
        return Names.tableName(entype, evname);
    }

    /** Whether the kind's table may have this name. */
    boolean mayBe(String table) {
        return table.equals(table()) || table.equals(Names.suffixedTableName(entype, evname));
    }
}
