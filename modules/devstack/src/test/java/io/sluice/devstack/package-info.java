/** Tests against the real servers. */
@NullMarked
package io.sluice.devstack;

import org.jspecify.annotations.NullMarked;
