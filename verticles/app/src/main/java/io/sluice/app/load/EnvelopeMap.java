package io.sluice.app.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.JsonStrings;
import io.sluice.events.JsonTape;
import io.sluice.schema.JsonPointer;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns events of another shape into Sluice's envelope: {@code
 * ts=/created_at,evname=/type,body=/payload,id=/id,entype=github}. What begins with / is a JSON
 * Pointer into the event, nothing is the event itself, anything else a constant. Values are taken
 * over byte for byte. An event that is no JSON, or lacks what a pointer names, goes as it is: the
 * door then says what it lacks. Owned by one thread.
 */
public final class EnvelopeMap {
    private static final List<String> MEMBERS = List.of("ts", "entype", "evname", "body", "id");

    private sealed interface Source {
        record Pointer(List<byte[]> keys) implements Source {}

        record Constant(byte[] json) implements Source {}
    }

    private final String spec;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);

    private EnvelopeMap(String spec) {
        this.spec = spec;
    }

    /** The map that leaves events as they are. */
    public static EnvelopeMap identity() {
        return new EnvelopeMap("");
    }

    /**
     * Reads the form above.
     *
     * @throws IllegalArgumentException with a sentence on what is wrong
     */
    public static EnvelopeMap parse(String spec) {
        EnvelopeMap map = new EnvelopeMap(spec);
        for (String part : spec.split(",", -1)) {
            int equals = part.indexOf('=');
            String member = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !MEMBERS.contains(member) || map.sources.containsKey(member)) {
                throw new IllegalArgumentException(
                        "--map: '"
                                + part
                                + "' is not one of ts=, entype=, evname=, body=, id=, each at most"
                                + " once, with a JSON Pointer or a word");
            }
            Source source = source(part.substring(equals + 1));
            if (member.equals("body") && source instanceof Source.Constant) {
                throw new IllegalArgumentException(
                        "--map: body= takes a JSON Pointer such as /payload, or nothing for the"
                                + " whole event");
            }
            map.sources.put(member, source);
        }
        for (String needed : MEMBERS.subList(0, 4)) {
            if (!map.sources.containsKey(needed)) {
                throw new IllegalArgumentException("--map: " + needed + "= is missing");
            }
        }
        return map;
    }

    private static Source source(String text) {
        if (text.isEmpty()) {
            return new Source.Pointer(List.of());
        }
        if (!text.startsWith("/")) {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            JsonStrings.quote(text.getBytes(UTF_8), json);
            return new Source.Constant(json.toByteArray());
        }
        List<byte[]> keys = new ArrayList<>();
        JsonPointer.segments(text).forEach(key -> keys.add(key.getBytes(UTF_8)));
        return new Source.Pointer(keys);
    }

    /** The text it was read from; part of the identity of what is loaded. */
    public String spec() {
        return spec;
    }

    /** Whether events stay as they are. */
    boolean isIdentity() {
        return sources.isEmpty();
    }

    /** Appends the event, mapped where it can be, with line breaks between tokens as spaces. */
    public void write(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
        if (!sources.isEmpty() && tape.scan(bytes, from, to)) {
            ByteArrayOutputStream mapped = new ByteArrayOutputStream(to - from + 64);
            if (envelope(mapped)) {
                byte[] event = mapped.toByteArray();
                line(event, 0, event.length, out);
                return;
            }
        }
        line(bytes, from, to, out);
    }

    private boolean envelope(ByteArrayOutputStream out) {
        out.write('{');
        for (Map.Entry<String, Source> source : sources.entrySet()) {
            out.write(out.size() == 1 ? ' ' : ',');
            out.writeBytes(("\"" + source.getKey() + "\":").getBytes(UTF_8));
            switch (source.getValue()) {
                case Source.Constant constant -> out.writeBytes(constant.json());
                case Source.Pointer pointer -> {
                    Optional<Integer> value = find(pointer.keys());
                    if (value.isEmpty() && !source.getKey().equals("id")) {
                        return false;
                    }
                    value.ifPresentOrElse(
                            token -> raw(token, out), () -> out.writeBytes("null".getBytes(UTF_8)));
                }
            }
        }
        out.write('}');
        return true;
    }

    private Optional<Integer> find(List<byte[]> keys) {
        int at = tape.root();
        for (byte[] key : keys) {
            Optional<Integer> child =
                    switch (tape.kind(at)) {
                        case OBJECT -> member(at, key);
                        case ARRAY -> item(at, key);
                        default -> Optional.empty();
                    };
            if (child.isEmpty()) {
                return child;
            }
            at = child.get();
        }
        return Optional.of(at);
    }

    private Optional<Integer> member(int object, byte[] name) {
        for (int key = object + 1; key < tape.next(object); key = tape.next(key)) {
            if (tape.textEquals(key, name)) {
                return Optional.of(key + 1);
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> item(int array, byte[] index) {
        String wanted = new String(index, UTF_8);
        int at = 0;
        for (int item = array + 1; item < tape.next(array); item = tape.next(item)) {
            if (wanted.equals(Integer.toString(at++))) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    private void raw(int token, ByteArrayOutputStream out) {
        int quote = tape.kind(token) == JsonTape.Kind.STRING ? 1 : 0;
        int start = tape.start(token) - quote;
        out.write(tape.json(), start, tape.end(token) + quote - start);
    }

    private static void line(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                out.write(bytes, start, i - start);
                out.write(' ');
                start = i + 1;
            }
        }
        out.write(bytes, start, to - start);
    }
}
