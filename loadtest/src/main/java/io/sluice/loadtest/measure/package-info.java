/** What is measured and how it is judged: rounds, their cost, results. */
@NullMarked
package io.sluice.loadtest.measure;

import org.jspecify.annotations.NullMarked;
