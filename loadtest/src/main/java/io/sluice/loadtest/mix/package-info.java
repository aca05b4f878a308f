/** The events that are measured with: seeded, described, endless. */
@NullMarked
package io.sluice.loadtest.mix;

import org.jspecify.annotations.NullMarked;
