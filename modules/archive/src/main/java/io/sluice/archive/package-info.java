/** What an archive of raw events consists of: lines, units, and which offsets they cover. Pure. */
@NullMarked
package io.sluice.archive;

import org.jspecify.annotations.NullMarked;
