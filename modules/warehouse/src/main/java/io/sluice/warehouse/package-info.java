/**
 * The warehouse: what to run to load units (a pure plan), the dialects it is written in, and the
 * adapters that run it, guarded by a ledger.
 */
@NullMarked
package io.sluice.warehouse;

import org.jspecify.annotations.NullMarked;
