/**
 * The PostgreSQL protocol, version 3: towards clients, and towards the server that keeps the rows.
 */
@NullMarked
package io.sluice.standin.wire;

import org.jspecify.annotations.NullMarked;
