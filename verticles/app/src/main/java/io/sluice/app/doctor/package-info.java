/** Examines an installation before its first event: what is there, what is missing, the fix. */
@org.jspecify.annotations.NullMarked
package io.sluice.app.doctor;
