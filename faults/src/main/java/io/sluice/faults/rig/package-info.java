/** The installation under test: backends and roles as processes of the operating system. */
@NullMarked
package io.sluice.faults.rig;

import org.jspecify.annotations.NullMarked;
