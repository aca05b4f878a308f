/** The command line, and the wiring of services into a process. */
@NullMarked
package io.sluice.app;

import org.jspecify.annotations.NullMarked;
