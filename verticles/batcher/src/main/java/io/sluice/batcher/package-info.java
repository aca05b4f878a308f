/** The batcher: rows from Kafka to compressed files in S3, published as load units. */
@NullMarked
package io.sluice.batcher;

import org.jspecify.annotations.NullMarked;
