/** The faults. */
@NullMarked
package io.sluice.faults.fault;

import org.jspecify.annotations.NullMarked;
