package io.sluice.devstack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

import java.util.Arrays;
import java.util.Optional;

/** Records of producers that are not ours, out of the bytes of a fuzz test. For tests. */
public final class ForeignRecord {
    private ForeignRecord() {}

    /** Lines of {@code name=value} up to an empty one are headers, the rest is the value. */
    public static ConsumerRecord<byte[], byte[]> of(byte[] input, String topic) {
        RecordHeaders headers = new RecordHeaders();
        int at = 0;
        while (at < input.length && input[at] != '\n') {
            int end = at;
            while (end < input.length && input[end] != '\n') {
                end++;
            }
            String line = new String(input, at, end - at, ISO_8859_1);
            int equals = Math.max(0, line.indexOf('='));
            headers.add(
                    line.substring(0, equals),
                    line.substring(equals).replaceFirst("=", "").getBytes(ISO_8859_1));
            at = end + 1;
        }
        byte[] value = Arrays.copyOfRange(input, Math.min(at + 1, input.length), input.length);
        return new ConsumerRecord<>(
                topic,
                0,
                7,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                null,
                at < input.length ? value : null,
                headers,
                Optional.empty());
    }
}
