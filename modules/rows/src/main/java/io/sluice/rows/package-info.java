/** Rows as text: encoding, decoding, padding, row chunks, batch cutting, manifests. Pure. */
@NullMarked
package io.sluice.rows;

import org.jspecify.annotations.NullMarked;
