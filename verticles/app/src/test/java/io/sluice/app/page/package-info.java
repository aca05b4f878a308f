/** The console's page in a real browser. */
@NullMarked
package io.sluice.app.page;

import org.jspecify.annotations.NullMarked;
