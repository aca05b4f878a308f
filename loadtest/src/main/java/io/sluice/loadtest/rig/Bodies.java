package io.sluice.loadtest.rig;

import io.sluice.loadtest.mix.EventMix;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests that are ready to be sent, each with as many events as the others.
 *
 * @param requests head and body, as bytes
 * @param eventsEach events of one request
 * @param bytes of all events, line ends included
 */
public record Bodies(List<byte[]> requests, int eventsEach, long bytes) {
    /** Makes the requests of the next events of a mix. */
    public static Bodies of(EventMix mix, int requests, int eventsEach) {
        List<byte[]> made = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < requests; i++) {
            byte[] body = body(mix, eventsEach);
            bytes += body.length;
            made.add(HttpLoad.request(SluiceProcess.KEY, body));
        }
        return new Bodies(made, eventsEach, bytes);
    }

    private static byte[] body(EventMix mix, int events) {
        List<byte[]> lines = new ArrayList<>();
        int length = 0;
        for (int i = 0; i < events; i++) {
            byte[] line = mix.next();
            lines.add(line);
            length += line.length;
        }
        byte[] body = new byte[length];
        int at = 0;
        for (byte[] line : lines) {
            System.arraycopy(line, 0, body, at, line.length);
            at += line.length;
        }
        return body;
    }

    /** Events of all requests. */
    public int events() {
        return requests.size() * eventsEach;
    }
}
