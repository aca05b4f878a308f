/** What is sent, and whether it has arrived. */
@NullMarked
package io.sluice.faults.load;

import org.jspecify.annotations.NullMarked;
