/** One contract, run against the twin in memory and against Postgres. */
@NullMarked
package io.sluice.registry;

import org.jspecify.annotations.NullMarked;
