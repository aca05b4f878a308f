/**
 * Franz owns the topics: it makes those of every app, plans before it applies, and never shrinks.
 */
@NullMarked
package io.sluice.franz;

import org.jspecify.annotations.NullMarked;
