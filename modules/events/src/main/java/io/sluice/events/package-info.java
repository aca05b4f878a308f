/** What an event is: strict JSON scanning, the envelope, chunk and dead-letter formats. Pure. */
@NullMarked
package io.sluice.events;

import org.jspecify.annotations.NullMarked;
