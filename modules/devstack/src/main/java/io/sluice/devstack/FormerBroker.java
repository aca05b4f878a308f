package io.sluice.devstack;

import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;

import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the controller give up a broker that was killed, before its successor starts.
 *
 * <p>Otherwise the successor first believes the old metadata, in which it still leads everything,
 * and ends transactions. A moment later the controller takes the leadership away, to register it
 * anew. Kafka (4.4.0, TransactionMarkerChannelManager) takes a partition without a leader for a
 * deleted one and skips its marker: some partitions of a transaction never learn how it ended. Rows
 * without their offsets, offsets without their rows, and offsets that nobody can read were seen.
 */
final class FormerBroker {
    private static final int LIMIT_SECONDS = 60;

    private FormerBroker() {}

    /**
     * Returns when no broker counts as alive: at once if the last one was stopped in order.
     *
     * @param config of a controller alone, on the folder of before
     * @throws IllegalStateException if that takes too long
     */
    static void fence(KafkaConfig config) {
        var folders =
                KafkaRaftServer.initializeLogDirs(
                        config, LoggerFactory.getLogger(FormerBroker.class), "");
        Metrics metrics =
                Server$.MODULE$.initializeMetrics(
                        config, Time.SYSTEM, folders._1().clusterId().orElseThrow());
        SharedServer shared =
                new SharedServer(
                        config,
                        folders._1(),
                        Time.SYSTEM,
                        metrics,
                        CompletableFuture.completedFuture(
                                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                        List.of(),
                        new StandardFaultHandlerFactory(),
                        ServerSocketFactory.INSTANCE);
        ControllerServer controller =
                new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
        Watch watch = new Watch(new CountDownLatch(1));
        try {
            controller.startup();
            shared.loader().installPublishers(List.of(watch));
            if (!watch.fenced().await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "Kafka's controller did not give up the broker of before");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting Kafka", stopped);
        } finally {
            controller.shutdown();
            metrics.close();
        }
    }

    private record Watch(CountDownLatch fenced) implements MetadataPublisher {
        @Override
        public String name() {
            return "former broker";
        }

        @Override
        public void onMetadataUpdate(
                MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            if (image.cluster().brokers().values().stream().allMatch(BrokerRegistration::fenced)) {
                fenced.countDown();
            }
        }

        @Override
        public void close() {}
    }
}
