/**
 * Kafka as the services use it: names of topics, the poll loop, the transactional writer, counters
 * in offsets, slots, and what franz and the books ask of a cluster.
 */
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
