package io.sluice.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;

/**
 * What is done with the records that a {@link PollLoop} reads. All calls come on the loop's own
 * thread, one at a time. An exception from any of them ends this work: the loop closes it and makes
 * a new one through its factory, with a consumer that starts from the committed offsets.
 *
 * <p>Commit {@link ConsumerRecords#nextOffsets} rather than the last record's offset plus one: only
 * they step over the markers that transactions leave in a topic.
 */
public interface RecordWork extends AutoCloseable {
    /** These partitions came in addition to those held already. */
    void assigned(Collection<TopicPartition> partitions);

    /**
     * Called after every poll, also with no records, so that work that depends on time happens.
     * Takes well under five minutes, or the group takes the partitions away.
     */
    void work(ConsumerRecords<byte[], byte[]> records) throws Exception;

    /**
     * These partitions are about to go to another member, which waits for the return of this call:
     * commit within a bound, or abandon. The others stay.
     */
    void revoked(Collection<TopicPartition> partitions);

    /** These partitions are gone already; committing them would fail. */
    void lost(Collection<TopicPartition> partitions);

    /** The loop stops: finish or abandon, and commit. {@link #close} follows. */
    void drain();

    /** Gives up everything, without waiting for long; what is not committed is abandoned. */
    @Override
    void close();
}
