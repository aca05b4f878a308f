/** Proof that nothing is lost and nothing doubled, whatever fails. */
@NullMarked
package io.sluice.faults;

import org.jspecify.annotations.NullMarked;
