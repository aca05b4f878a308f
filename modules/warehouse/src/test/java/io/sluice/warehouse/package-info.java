@NullMarked
package io.sluice.warehouse;

import org.jspecify.annotations.NullMarked;
