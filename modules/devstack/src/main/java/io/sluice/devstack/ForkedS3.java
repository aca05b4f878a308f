package io.sluice.devstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** An {@link EmbeddedS3} in a process of its own: to be killed, for one. */
public final class ForkedS3 implements AutoCloseable {
    private final Fork fork;
    private final S3Endpoint endpoint;

    private ForkedS3(Fork fork) {
        String[] said = fork.said().split("\t", -1);
        this.fork = fork;
        this.endpoint = new S3Endpoint(URI.create(said[0]), said[1], said[2], said[3], said[4]);
    }

    /**
     * Starts it; returns when it serves.
     *
     * @param port 0 for a free one
     */
    public static ForkedS3 start(Path folder, int port) {
        return new ForkedS3(
                Fork.start(
                        ForkedS3.class,
                        List.of("-Xmx256m", "-XX:+UseSerialGC"),
                        List.of(folder.toString(), Integer.toString(port))));
    }

    /** The program of the process: folder, port. */
    public static void main(String[] args) throws IOException {
        try (EmbeddedS3 s3 = EmbeddedS3.start(Path.of(args[0]), Integer.parseInt(args[1]))) {
            S3Endpoint it = s3.endpoint();
            Fork.serve(
                    String.join(
                            "\t",
                            it.uri().toString(),
                            it.region(),
                            it.accessKey(),
                            it.secretKey(),
                            it.bucket()));
        }
        System.exit(0);
    }

    public S3Endpoint endpoint() {
        return endpoint;
    }

    /** Its process, to be asked and signalled. */
    public Process process() {
        return fork.process();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        fork.close();
    }
}
