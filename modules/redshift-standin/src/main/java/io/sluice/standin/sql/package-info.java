/** Statements as Redshift reads them: tokens, shapes that are known, and what stands for them. */
@NullMarked
package io.sluice.standin.sql;

import org.jspecify.annotations.NullMarked;
