package io.sluice.events.strict;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;

/** Parsers of other makers, each as strict as it can be set, with its limits as they are. */
enum OtherParser {
    JACKSON {
        @Override
        Reading read(byte[] json) {
            Reading.Log log = new Reading.Log();
            try (var parser = JACKSON_FACTORY.createParser(json)) {
                int depth = 0;
                do {
                    var token = parser.nextToken();
                    if (token == null) {
                        return Reading.REFUSED;
                    }
                    switch (token) {
                        case START_OBJECT, START_ARRAY -> {
                            log.open(token.asString().charAt(0));
                            depth++;
                        }
                        case END_OBJECT, END_ARRAY -> {
                            log.close(token.asString().charAt(0));
                            depth--;
                        }
                        case FIELD_NAME -> log.key(parser.currentName());
                        case VALUE_STRING -> log.string(parser.getText());
                        default -> log.plain(parser.getText());
                    }
                } while (depth > 0);
                return parser.nextToken() == null ? log.reading() : Reading.REFUSED;
            } catch (IOException refused) {
                return Reading.REFUSED;
            }
        }
    },

    GSON {
        @Override
        Reading read(byte[] json) {
            Reading.Log log = new Reading.Log();
            try (JsonReader reader =
                    new JsonReader(new InputStreamReader(new ByteArrayInputStream(json), UTF_8))) {
                reader.setStrictness(Strictness.STRICT);
                for (JsonToken token = reader.peek();
                        token != JsonToken.END_DOCUMENT;
                        token = reader.peek()) {
                    take(token, reader, log);
                }
                return log.reading();
            } catch (IOException refused) {
                return Reading.REFUSED;
            }
        }

        private void take(JsonToken token, JsonReader reader, Reading.Log log) throws IOException {
            switch (token) {
                case BEGIN_OBJECT -> {
                    reader.beginObject();
                    log.open('{');
                }
                case BEGIN_ARRAY -> {
                    reader.beginArray();
                    log.open('[');
                }
                case END_OBJECT -> {
                    reader.endObject();
                    log.close('}');
                }
                case END_ARRAY -> {
                    reader.endArray();
                    log.close(']');
                }
                case NAME -> log.key(reader.nextName());
                case STRING -> log.string(reader.nextString());
                case NUMBER -> log.plain(reader.nextString());
                case BOOLEAN -> log.plain(Boolean.toString(reader.nextBoolean()));
                case NULL -> {
                    reader.nextNull();
                    log.plain("null");
                }
                case END_DOCUMENT -> throw new IllegalStateException("taken care of");
            }
        }
    },

    PARSSON {
        @Override
        Reading read(byte[] json) {
            Reading.Log log = new Reading.Log();
            try (JsonParser parser = PARSSON_FACTORY.createParser(new ByteArrayInputStream(json))) {
                while (parser.hasNext()) {
                    switch (parser.next()) {
                        case START_OBJECT -> log.open('{');
                        case START_ARRAY -> log.open('[');
                        case END_OBJECT -> log.close('}');
                        case END_ARRAY -> log.close(']');
                        case KEY_NAME -> log.key(parser.getString());
                        case VALUE_STRING -> log.string(parser.getString());
                        case VALUE_NUMBER -> log.plain(parser.getString());
                        case VALUE_TRUE -> log.plain("true");
                        case VALUE_FALSE -> log.plain("false");
                        case VALUE_NULL -> log.plain("null");
                    }
                }
                return log.reading();
            } catch (RuntimeException refused) { // It has no one type for all that it refuses.
                return Reading.REFUSED;
            }
        }
    };

    private static final JsonFactory JACKSON_FACTORY = new JsonFactory();
    private static final JsonParserFactory PARSSON_FACTORY = Json.createParserFactory(Map.of());

    /** What it makes of these bytes; {@link Reading#REFUSED} if it refuses them. */
    abstract Reading read(byte[] json);
}
