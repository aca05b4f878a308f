/** Tables rebuilt from raw events: from their topic, or from the archive. */
@NullMarked
package io.sluice.app.reload;

import org.jspecify.annotations.NullMarked;
