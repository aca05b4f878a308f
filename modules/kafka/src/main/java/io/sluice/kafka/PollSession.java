package io.sluice.kafka;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One consumer and one work, from their making to their end; for the loop's thread, but for {@link
 * #wake} and the executor handed to the work.
 */
final class PollSession implements ConsumerRebalanceListener {
    private static final Duration SHORTEST_CLOSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final PollLoop.Config config;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordWork work;
    private final GroupHealth health;
    private final Gaps gaps;
    private final Queue<Runnable> loopTasks;
    private final Queue<Runnable> workTasks = new ConcurrentLinkedQueue<>();
    private volatile boolean polling;
    private volatile boolean workClosed;

    /** Joins the group in the polls to come. */
    PollSession(PollLoop.Config config, PollLoop.WorkFactory factory, Queue<Runnable> loopTasks)
            throws Exception {
        this.config = config;
        this.loopTasks = loopTasks;
        consumer =
                new KafkaConsumer<>(
                        ClientProperties.consumer(config),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        try {
            health = new GroupHealth(consumer);
            Consumer<byte[], byte[]> unwoken = WakeupProof.of(consumer);
            gaps = new Gaps(config, unwoken);
            work = factory.create(unwoken, this::execute);
            consumer.subscribe(config.topics(), this);
        } catch (Throwable failed) {
            closeConsumer(GroupMembershipOperation.DEFAULT, SHORTEST_CLOSE);
            throw failed;
        }
    }

    /**
     * Tasks, one poll, work.
     *
     * @return false if this session has to end, since records were gone before they were read: what
     *     was read is finished, the loss is noted, and the next session goes on behind it
     */
    boolean turn() throws Exception {
        runAll(loopTasks);
        runAll(workTasks);
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = poll();
        } catch (InvalidOffsetException nowhere) {
            return begin(nowhere.partitions());
        }
        work.work(records);
        return true;
    }

    private boolean begin(Collection<TopicPartition> partitions) {
        if (gaps.begin(partitions)) {
            return true;
        }
        work.drain();
        closeWork();
        gaps.note(partitions);
        closeConsumer(GroupMembershipOperation.REMAIN_IN_GROUP, SHORTEST_CLOSE);
        return false;
    }

    PollLoop.State state(PollLoop.State before) {
        return health.state(before);
    }

    /** Makes a poll that waits return now; does nothing at other times. */
    void wake() {
        if (polling) {
            consumer.wakeup();
        }
    }

    /** The good end: the work finishes, the group learns at once that the member is gone. */
    void drain(Duration limit) {
        work.drain();
        closeWork();
        closeConsumer(GroupMembershipOperation.LEAVE_GROUP, limit);
    }

    /**
     * The bad end; what fails in it is added to the failure.
     *
     * @param leave false if a successor with the same slot follows soon: it then gets the same
     *     partitions back without a rebalance
     */
    void abandon(Throwable failure, boolean leave) {
        // An interrupt ends the loop; closing has its own limits and must not be cut off by it.
        Thread.interrupted();
        try {
            closeWork();
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
        try {
            closeConsumer(
                    leave
                            ? GroupMembershipOperation.LEAVE_GROUP
                            : GroupMembershipOperation.REMAIN_IN_GROUP,
                    SHORTEST_CLOSE);
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void execute(Runnable task) {
        if (!workClosed) {
            workTasks.add(task);
            wake();
        }
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        polling = true;
        try {
            // A task that came before polling was set has woken nobody.
            boolean waiting = loopTasks.isEmpty() && workTasks.isEmpty();
            return consumer.poll(waiting ? config.pollTimeout() : Duration.ZERO);
        } catch (WakeupException forTasks) {
            return ConsumerRecords.empty();
        } finally {
            polling = false;
        }
    }

    private void closeWork() {
        if (!workClosed) {
            workClosed = true;
            work.close();
        }
    }

    private void closeConsumer(GroupMembershipOperation membership, Duration limit) {
        Duration bounded = limit.compareTo(LONGEST_CLOSE) > 0 ? LONGEST_CLOSE : limit;
        Duration atLeast = bounded.compareTo(SHORTEST_CLOSE) < 0 ? SHORTEST_CLOSE : bounded;
        consumer.close(CloseOptions.timeout(atLeast).withGroupMembershipOperation(membership));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (!workClosed && !partitions.isEmpty()) {
            work.assigned(partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!workClosed && !partitions.isEmpty()) {
            work.revoked(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        if (!workClosed && !partitions.isEmpty()) {
            work.lost(partitions);
        }
    }
}
