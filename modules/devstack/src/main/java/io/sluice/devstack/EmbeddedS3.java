package io.sluice.devstack;

import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An S3 API over a folder, in this JVM, on the loopback interface, with credentials. Objects
 * outlive it. Start and close from one thread.
 */
public final class EmbeddedS3 implements AutoCloseable {
    private static final String BUCKET = "sluice";
    private static final String REGION = "us-east-1";

    /** Larger than any batch file that a dev machine makes in one piece. */
    private static final long LARGEST_REQUEST = 256L * 1024 * 1024;

    private final S3Proxy server;
    private final S3Endpoint endpoint;

    private EmbeddedS3(S3Proxy server, S3Endpoint endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /**
     * Starts the API on a folder, and removes uploads that an earlier process left half written.
     *
     * @param folder made if it is not there
     * @param port 0 for a free one
     */
    public static EmbeddedS3 start(Path folder, int port) {
        Path objects = folder.resolve("objects");
        String accessKey = "sluice";
        String secretKey = KeptSecret.of(folder, "secret-key");
        try {
            // A bucket is a folder.
            Files.createDirectories(objects.resolve(BUCKET));
            HalfWritten.sweep(objects.resolve(BUCKET));
            S3Proxy server =
                    S3Proxy.builder()
                            .blobStore(new FilesystemNio2BlobStore(objects.toString()))
                            .endpoint(new URI("http", null, Ports.HOST, port, "", null, null))
                            .awsAuthentication(
                                    AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                            .v4MaxNonChunkedRequestSize(LARGEST_REQUEST)
                            .metricsEnabled(false)
                            .build();
            server.start();
            URI uri = URI.create("http://" + Ports.HOST + ":" + server.getPort());
            return new EmbeddedS3(
                    server, new S3Endpoint(uri, REGION, accessKey, secretKey, BUCKET));
        } catch (IOException failed) {
            throw new UncheckedIOException("no S3 on " + folder, failed);
        } catch (Exception failed) {
            throw new IllegalStateException("S3 does not start on " + folder, failed);
        }
    }

    public S3Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("S3 does not stop", failed);
        }
    }
}
