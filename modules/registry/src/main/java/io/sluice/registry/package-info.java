/** The schema registry: apps, write keys, tables, versions, load units. */
@NullMarked
package io.sluice.registry;

import org.jspecify.annotations.NullMarked;
