package io.sluice.loadtest.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A small load client: one thread, keep-alive connections, one request at a time on each, sent as
 * bytes that are ready beforehand. Of an answer it reads the status and the length. Anything but
 * 202 ends the run with an exception. It does less for each request than any general client, so
 * that little of the machine goes to it.
 */
public final class HttpLoad implements AutoCloseable {
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);
    private static final int ANSWER_BYTES = 8 * 1024;

    private final Selector selector;
    private final Deque<Connection> idle = new ArrayDeque<>();

    /** Hears of each answer; called on the thread of {@link #send}. */
    public interface Answered {
        /**
         * A request was answered 202.
         *
         * @param request its number
         * @param sentAt nanoTime when it was due to be sent
         * @param answeredAt nanoTime when its answer was complete
         */
        void at(int request, long sentAt, long answeredAt);
    }

    private static final class Connection {
        final SocketChannel channel;
        final byte[] bytes = new byte[ANSWER_BYTES];
        final ByteBuffer answer = ByteBuffer.wrap(bytes);
        ByteBuffer request = ByteBuffer.allocate(0);
        int number;
        long sentAt;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** Connects to a port of this machine. */
    public HttpLoad(int port, int connections) throws IOException {
        selector = Selector.open();
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            idle.add(connection);
        }
    }

    /** The bytes of a request with this body. */
    public static byte[] request(String key, byte[] body) {
        byte[] head =
                ("POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                                + key
                                + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** Sends these requests over and over, as fast as they are answered. */
    public void send(List<byte[]> requests, int count, Answered answered) throws IOException {
        send(number -> requests.get(number % requests.size()), count, 0, answered);
    }

    /**
     * Sends requests 0 to {@code count - 1}; returns when all are answered.
     *
     * @param perSecond how many are sent a second; 0 for as many as are answered
     */
    public void send(IntFunction<byte[]> requests, int count, double perSecond, Answered answered)
            throws IOException {
        long begin = System.nanoTime();
        int sent = 0;
        int done = 0;
        while (done < count) {
            long now = System.nanoTime();
            int due =
                    perSecond > 0
                            ? (int) Math.min(count, (now - begin) * perSecond / 1e9 + 1)
                            : count;
            while (sent < due && !idle.isEmpty()) {
                long at = perSecond > 0 ? begin + (long) (sent * 1e9 / perSecond) : now;
                write(idle.poll(), requests.apply(sent), sent, at);
                sent++;
            }
            done += answers(perSecond > 0 ? 1 : SILENCE_LIMIT.toMillis(), answered);
        }
    }

    private int answers(long limitMillis, Answered answered) throws IOException {
        int ready = selector.select(limitMillis);
        if (ready == 0 && limitMillis == SILENCE_LIMIT.toMillis()) {
            throw new IOException("no answer for " + SILENCE_LIMIT.toSeconds() + " s");
        }
        int done = 0;
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = (Connection) key.attachment();
            if (key.isWritable()) {
                flush(connection, key);
            }
            if (key.isReadable() && isAnswered(connection)) {
                answered.at(connection.number, connection.sentAt, System.nanoTime());
                idle.add(connection);
                done++;
            }
        }
        selector.selectedKeys().clear();
        return done;
    }

    private void write(Connection connection, byte[] request, int number, long at)
            throws IOException {
        connection.request = ByteBuffer.wrap(request);
        connection.number = number;
        connection.sentAt = at;
        flush(connection, connection.channel.keyFor(selector));
    }

    private static void flush(Connection connection, SelectionKey key) throws IOException {
        connection.channel.write(connection.request);
        int reads = SelectionKey.OP_READ;
        int wanted = connection.request.hasRemaining() ? reads | SelectionKey.OP_WRITE : reads;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    private static boolean isAnswered(Connection connection) throws IOException {
        ByteBuffer answer = connection.answer;
        if (connection.channel.read(answer) < 0) {
            throw new IOException("the server closed a connection");
        }
        int end = HttpAnswer.end(connection.bytes, answer.position());
        if (end < 0) {
            return false;
        }
        HttpAnswer.requireAccepted(connection.bytes, end);
        answer.clear();
        return true;
    }

    /** Closes all connections. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
