/** The benches, a class each. */
@NullMarked
package io.sluice.loadtest.benches;

import org.jspecify.annotations.NullMarked;
