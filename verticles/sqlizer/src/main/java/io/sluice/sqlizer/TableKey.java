package io.sluice.sqlizer;

import io.sluice.events.Envelope;
import io.sluice.events.JsonStrings;
import io.sluice.events.JsonTape;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A kind of event as its bytes, so that the table of an event is found without making strings. One
 * of them serves as a probe; {@link #keep} makes the copy that a map can hold.
 */
final class TableKey {
    private String app = "";
    private byte[] json = {};
    private int entypeStart;
    private int entypeEnd;
    private int evnameStart;
    private int evnameEnd;
    private int hash;

    /** Points the probe at an event. */
    TableKey at(String appName, JsonTape tape, Envelope envelope) {
        app = appName;
        if (tape.escaped(envelope.entype()) || tape.escaped(envelope.evname())) {
            return of(
                    appName,
                    new String(tape.text(envelope.entype()), StandardCharsets.UTF_8),
                    new String(tape.text(envelope.evname()), StandardCharsets.UTF_8));
        }
        json = tape.json();
        entypeStart = tape.start(envelope.entype());
        entypeEnd = tape.end(envelope.entype());
        evnameStart = tape.start(envelope.evname());
        evnameEnd = tape.end(envelope.evname());
        rehash();
        return this;
    }

    static TableKey of(String app, String entype, String evname) {
        TableKey key = new TableKey();
        byte[] first = entype.getBytes(StandardCharsets.UTF_8);
        byte[] second = evname.getBytes(StandardCharsets.UTF_8);
        key.app = app;
        key.json = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, key.json, first.length, second.length);
        key.entypeEnd = first.length;
        key.evnameStart = first.length;
        key.evnameEnd = key.json.length;
        key.rehash();
        return key;
    }

    private void rehash() {
        long h =
                JsonStrings.hash(json, entypeStart, entypeEnd) * 31
                        + JsonStrings.hash(json, evnameStart, evnameEnd);
        hash = Long.hashCode(h) * 31 + app.hashCode();
    }

    /** A copy that does not change when the probe moves on. */
    TableKey keep() {
        return of(app, entype(), evname());
    }

    String app() {
        return app;
    }

    String entype() {
        return new String(json, entypeStart, entypeEnd - entypeStart, StandardCharsets.UTF_8);
    }

    String evname() {
        return new String(json, evnameStart, evnameEnd - evnameStart, StandardCharsets.UTF_8);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableKey that
                && hash == that.hash
                && app.equals(that.app)
                && Arrays.equals(
                        json, entypeStart, entypeEnd, that.json, that.entypeStart, that.entypeEnd)
                && Arrays.equals(
                        json, evnameStart, evnameEnd, that.json, that.evnameStart, that.evnameEnd);
    }
}
