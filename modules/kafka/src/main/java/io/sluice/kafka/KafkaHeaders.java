package io.sluice.kafka;

import io.sluice.events.HeaderReader;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Text headers, to and from the client's types. Names and values are UTF-8. */
public final class KafkaHeaders {
    private KafkaHeaders() {}

    /** The headers of a record to send, in the order of the map. */
    public static Iterable<Header> of(Map<String, String> headers) {
        List<Header> made = new ArrayList<>(headers.size());
        headers.forEach(
                (name, text) ->
                        made.add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
        return made;
    }

    /** Reads the headers of a record received; of several of one name the last. */
    public static HeaderReader reader(Headers headers) {
        return new HeaderReader(
                name -> {
                    Header header = headers.lastHeader(name);
                    return header == null ? null : header.value();
                });
    }
}
