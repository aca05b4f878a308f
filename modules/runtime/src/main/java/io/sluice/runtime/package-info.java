/**
 * What every process of Sluice needs: settings, ordered drain, health, metrics, event-bus messages.
 */
@NullMarked
package io.sluice.runtime;

import org.jspecify.annotations.NullMarked;
