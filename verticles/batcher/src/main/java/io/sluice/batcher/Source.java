package io.sluice.batcher;

import io.sluice.schema.TableSchema;

import org.apache.kafka.common.TopicPartition;

/**
 * Where a row chunk came from.
 *
 * @param schema the version that its lines have
 */
record Source(TopicPartition partition, long offset, long timestampMillis, TableSchema schema) {}
