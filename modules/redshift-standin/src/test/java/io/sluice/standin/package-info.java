@NullMarked
package io.sluice.standin;

import org.jspecify.annotations.NullMarked;
