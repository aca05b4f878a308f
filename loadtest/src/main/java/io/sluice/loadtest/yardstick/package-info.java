/** What Sluice is compared with. */
@NullMarked
package io.sluice.loadtest.yardstick;

import org.jspecify.annotations.NullMarked;
