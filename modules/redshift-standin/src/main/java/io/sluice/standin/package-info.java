/** A server that refuses what Amazon Redshift refuses, over a PostgreSQL that keeps its rows. */
@NullMarked
package io.sluice.standin;

import org.jspecify.annotations.NullMarked;
