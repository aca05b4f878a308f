package io.sluice.storage;

import io.netty.channel.EventLoopGroup;

import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * {@link ObjectStore} over S3 or what speaks its API. An object is written by one plain PUT, thus
 * of at most 5 GB; batch files are far smaller.
 */
public final class S3ObjectStore implements ObjectStore {
    private static final int NOT_FOUND = 404;

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final S3AsyncClient client;
    private final EventLoopGroup threads;

    private S3ObjectStore(S3AsyncClient client, EventLoopGroup threads) {
        this.client = client;
        this.threads = threads;
    }

    /** Makes the client; the first call connects. */
    public static S3ObjectStore create(StorageSettings settings) {
        EventLoopGroup threads = S3Clients.threads();
        return new S3ObjectStore(S3Clients.create(settings, threads), threads);
    }

    @Override
    public CompletionStage<Void> put(String bucket, String key, ByteBuffer content) {
        ObjectKey.check(key);
        // Unsafe means: not copied. Our caller keeps it unchanged; a retry reads it again.
        AsyncRequestBody body = AsyncRequestBody.fromRemainingByteBufferUnsafe(content);
        return named(
                "put",
                bucket,
                key,
                client.putObject(request -> request.bucket(bucket).key(key), body)
                        .thenApply(done -> null));
    }

    @Override
    public CompletionStage<byte[]> get(String bucket, String key) {
        ObjectKey.check(key);
        return named(
                "get",
                bucket,
                key,
                client.getObject(
                                request -> request.bucket(bucket).key(key),
                                AsyncResponseTransformer.toBytes())
                        .thenApply(bytes -> bytes.asByteArrayUnsafe()));
    }

    @Override
    public CompletionStage<InputStream> open(String bucket, String key) {
        ObjectKey.check(key);
        return named(
                "open",
                bucket,
                key,
                client.getObject(
                                request -> request.bucket(bucket).key(key),
                                AsyncResponseTransformer.toBlockingInputStream())
                        .thenApply(Function.identity()));
    }

    @Override
    public CompletionStage<Optional<Long>> size(String bucket, String key) {
        ObjectKey.check(key);
        CompletableFuture<Optional<Long>> size =
                client.headObject(request -> request.bucket(bucket).key(key))
                        .thenApply(HeadObjectResponse::contentLength)
                        .thenApply(Optional::of);
        return named("head", bucket, key, size)
                .exceptionallyCompose(
                        failure ->
                                cause(failure) instanceof MissingObjectException
                                        ? CompletableFuture.completedStage(Optional.empty())
                                        : CompletableFuture.failedStage(failure));
    }

    @Override
    public CompletionStage<ObjectPage> list(String bucket, String prefix, Optional<String> after) {
        return named(
                "list",
                bucket,
                prefix,
                client.listObjectsV2(
                                request -> {
                                    request.bucket(bucket).prefix(prefix);
                                    after.ifPresent(request::continuationToken);
                                })
                        .thenApply(S3ObjectStore::page));
    }

    private static ObjectPage page(ListObjectsV2Response response) {
        return new ObjectPage(
                response.contents().stream()
                        .map(it -> new ObjectPage.Entry(it.key(), it.size(), it.lastModified()))
                        .toList(),
                Optional.ofNullable(response.nextContinuationToken()));
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        ObjectKey.check(key);
        return named(
                "delete",
                bucket,
                key,
                client.deleteObject(request -> request.bucket(bucket).key(key))
                        .thenApply(done -> null));
    }

    @Override
    public CompletionStage<Void> ensureBucket(String bucket) {
        CompletableFuture<Void> made =
                client.createBucket(request -> request.bucket(bucket)).thenApply(done -> null);
        return made.exceptionallyCompose(
                failure ->
                        switch (cause(failure)) {
                            case BucketAlreadyOwnedByYouException ours ->
                                    CompletableFuture.<Void>completedFuture(null);
                            case BucketAlreadyExistsException there ->
                                    CompletableFuture.<Void>completedFuture(null);
                            default -> failed("create bucket", bucket, "", failure);
                        });
    }

    @Override
    public void close() {
        client.close();
        // Threads of the client's own would be waited for two seconds, whatever they do.
        threads.shutdownGracefully(0, LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }

    /** Gives a failure the name of what was tried, and our types. */
    private static <T> CompletionStage<T> named(
            String verb, String bucket, String key, CompletableFuture<T> call) {
        return call.exceptionallyCompose(failure -> failed(verb, bucket, key, failure));
    }

    private static <T> CompletableFuture<T> failed(
            String verb, String bucket, String key, Throwable failure) {
        Throwable cause = cause(failure);
        boolean missing =
                cause instanceof S3Exception s3 && s3.statusCode() == NOT_FOUND && !isNoBucket(s3);
        return CompletableFuture.failedFuture(
                missing
                        ? new MissingObjectException(bucket, key, cause)
                        : new StorageException(
                                "%s s3://%s/%s failed: %s"
                                        .formatted(verb, bucket, key, cause.getMessage()),
                                cause));
    }

    private static boolean isNoBucket(S3Exception failure) {
        return failure.awsErrorDetails() != null
                && "NoSuchBucket".equals(failure.awsErrorDetails().errorCode());
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
