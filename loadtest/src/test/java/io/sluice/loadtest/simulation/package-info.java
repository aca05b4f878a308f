/** Simulations of many clients at the door, and the program that runs them. */
@NullMarked
package io.sluice.loadtest.simulation;

import org.jspecify.annotations.NullMarked;
