/** How cost grows with what there is of everything. */
@NullMarked
package io.sluice.loadtest.growth;

import org.jspecify.annotations.NullMarked;
