/** The books against real losses. */
@NullMarked
package io.sluice.app.books;

import org.jspecify.annotations.NullMarked;
