/** The HTTP door: takes events in, checks them, and answers when Kafka has them. */
@NullMarked
package io.sluice.sink;

import org.jspecify.annotations.NullMarked;
