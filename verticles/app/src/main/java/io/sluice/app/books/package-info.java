/**
 * The books: what became of all events, each quantity counted where it lies, and every difference
 * between neighbouring stages named.
 */
@NullMarked
package io.sluice.app.books;

import org.jspecify.annotations.NullMarked;
