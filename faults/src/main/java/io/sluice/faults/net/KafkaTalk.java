package io.sluice.faults.net;

import org.apache.kafka.common.protocol.ApiKeys;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kafka's protocol: length, then for requests the API's key, its version and a number that the
 * answer bears too.
 */
final class KafkaTalk implements Talk {
    private static final int NUMBER_AT = 8;

    private final Map<Integer, String> asked = new ConcurrentHashMap<>();

    @Override
    public Message request(DataInputStream in) throws IOException {
        byte[] bytes = bytes(in);
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        String api = ApiKeys.forId(frame.getShort(Integer.BYTES)).name();
        asked.put(frame.getInt(NUMBER_AT), api);
        return Message.of(bytes, api);
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        byte[] bytes = bytes(in);
        int number = ByteBuffer.wrap(bytes).getInt(Integer.BYTES);
        return new Message(bytes, Optional.ofNullable(asked.remove(number)));
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = new byte[Integer.BYTES + length];
        ByteBuffer.wrap(bytes).putInt(length);
        in.readFully(bytes, Integer.BYTES, length);
        return bytes;
    }
}
