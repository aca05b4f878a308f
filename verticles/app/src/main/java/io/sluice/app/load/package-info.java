/**
 * The client of {@code load}: reads files, cuts them into tagged requests and sends them to the
 * door. Knows nothing of what runs behind it.
 */
@NullMarked
package io.sluice.app.load;

import org.jspecify.annotations.NullMarked;
