/** Tests of the HTTP door. */
@NullMarked
package io.sluice.sink;

import org.jspecify.annotations.NullMarked;
