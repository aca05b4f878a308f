package io.sluice.devstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The settings of the embedded broker: all in one process, durable, quick to start and to stop. */
final class KafkaProperties {
    private static final int LARGEST_RECORD = 68 * 1024 * 1024;

    private KafkaProperties() {}

    /** The settings of a broker that is alone, on these ports. */
    static Properties of(Path folder, int port, int controllerPort) {
        Properties config = new Properties();
        config.put("process.roles", "broker,controller");
        config.put("node.id", "1");
        config.put("controller.quorum.voters", "1@" + Ports.HOST + ":" + controllerPort);
        config.put(
                "listeners",
                "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                        .formatted(Ports.HOST, port, Ports.HOST, controllerPort));
        config.put("advertised.listeners", "PLAINTEXT://" + Ports.HOST + ":" + port);
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("controller.listener.names", "CONTROLLER");
        config.put("inter.broker.listener.name", "PLAINTEXT");
        config.put("log.dirs", folder.toString());
        config.put("auto.create.topics.enable", "false");
        config.put("metric.reporters", "");
        // One broker holds all: one copy of everything, few partitions, few threads.
        for (String topic : List.of("offsets.topic", "transaction.state.log")) {
            config.put(topic + ".replication.factor", "1");
            config.put(topic + ".num.partitions", "4");
        }
        config.put("transaction.state.log.min.isr", "1");
        // A folder may lie unused for months: what was read must not be read again then.
        config.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("share.coordinator.state.topic.num.partitions", "1");
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "2");
        config.put("group.initial.rebalance.delay.ms", "0");
        config.put("group.min.session.timeout.ms", "1000");
        config.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // Topics set their own limits, within this one.
        config.put("message.max.bytes", Integer.toString(LARGEST_RECORD));
        config.put("replica.fetch.max.bytes", Integer.toString(LARGEST_RECORD));
        config.put("log.segment.bytes", Integer.toString(256 * 1024 * 1024));
        config.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        // Recovering after a kill reads the unflushed end of each log: several at once.
        config.put("num.recovery.threads.per.data.dir", "2");
        // Broker and controller live and die together, so there is nobody to be given up, however
        // slow the machine; and a partition without a leader loses the ends of transactions. After
        // a kill, FormerBroker sees to it.
        config.put("broker.session.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        config.put("broker.heartbeat.interval.ms", "500");
        // A partition that had no leader gets it back this soon.
        config.put("leader.imbalance.check.interval.seconds", "5");
        return config;
    }

    /** Those of a controller alone that soon gives up a broker that is silent. */
    static Properties controllerAlone(Path folder, int port) {
        Properties config = new Properties();
        config.put("process.roles", "controller");
        config.put("node.id", "1");
        config.put("controller.quorum.voters", "1@" + Ports.HOST + ":" + port);
        config.put("listeners", "CONTROLLER://" + Ports.HOST + ":" + port);
        config.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT");
        config.put("controller.listener.names", "CONTROLLER");
        config.put("log.dirs", folder.toString());
        config.put("metric.reporters", "");
        config.put("broker.session.timeout.ms", "200");
        config.put("broker.heartbeat.interval.ms", "50");
        return config;
    }
}
