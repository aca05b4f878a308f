/** Tests of settings, drain, health and event-bus messages. */
@NullMarked
package io.sluice.runtime;

import org.jspecify.annotations.NullMarked;
