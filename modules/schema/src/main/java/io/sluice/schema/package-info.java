/** The schema core: facts that only grow, types, names, versions, lineage. Pure. */
@NullMarked
package io.sluice.schema;

import org.jspecify.annotations.NullMarked;
