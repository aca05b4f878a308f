package io.sluice.storage;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

import java.time.Duration;

/** Builds clients from settings; the only place that knows how. */
final class S3Clients {
    /** Calls that wait in line for a connection; they hold their content in memory. */
    private static final int MAX_WAITING = 10_000;

    private S3Clients() {}

    /**
     * The threads that a client's connections run on; to be shut down after it. The SDK knows no
     * group of the newer kind.
     */
    @SuppressWarnings("deprecation")
    static EventLoopGroup threads() {
        return new NioEventLoopGroup(new DefaultThreadFactory("s3", true));
    }

    static S3AsyncClient create(StorageSettings settings, EventLoopGroup threads) {
        S3AsyncClientBuilder builder =
                S3AsyncClient.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(credentials(settings))
                        .httpClientBuilder(http(settings.limits(), threads))
                        .overrideConfiguration(overrides(settings.limits()));
        settings.endpoint()
                .ifPresent(
                        endpoint ->
                                builder.endpointOverride(endpoint)
                                        .forcePathStyle(true)
                                        // Stores other than AWS may not know trailing checksums.
                                        .requestChecksumCalculation(
                                                RequestChecksumCalculation.WHEN_REQUIRED)
                                        .responseChecksumValidation(
                                                ResponseChecksumValidation.WHEN_REQUIRED));
        return builder.build();
    }

    private static SdkAsyncHttpClient.Builder<?> http(
            StorageSettings.Limits limits, EventLoopGroup threads) {
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(SdkEventLoopGroup.create(threads, NioSocketChannel::new))
                .maxConcurrency(limits.maxConcurrency())
                .maxPendingConnectionAcquires(MAX_WAITING)
                // Waiting in line is no failure of its own: the time of the attempt bounds it.
                .connectionAcquisitionTimeout(limits.attemptTimeout())
                .connectionTimeout(limits.connectTimeout())
                .readTimeout(limits.attemptTimeout())
                .writeTimeout(limits.attemptTimeout())
                .connectionMaxIdleTime(Duration.ofSeconds(30));
    }

    private static ClientOverrideConfiguration overrides(StorageSettings.Limits limits) {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(limits.callTimeout())
                .apiCallAttemptTimeout(limits.attemptTimeout())
                .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(limits.maxAttempts())
                                .build())
                .build();
    }

    private static AwsCredentialsProvider credentials(StorageSettings settings) {
        return settings.credentials()
                .<AwsCredentialsProvider>map(
                        keys ->
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                keys.accessKey(), keys.secretKey())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
}
