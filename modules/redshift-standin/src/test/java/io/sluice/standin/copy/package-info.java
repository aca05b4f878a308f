@NullMarked
package io.sluice.standin.copy;

import org.jspecify.annotations.NullMarked;
