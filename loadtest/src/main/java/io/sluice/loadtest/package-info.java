/** Benchmarks of the stages and of the whole, each against a yardstick measured in the same run. */
@NullMarked
package io.sluice.loadtest;

import org.jspecify.annotations.NullMarked;
