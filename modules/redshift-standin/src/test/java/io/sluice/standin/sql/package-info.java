@NullMarked
package io.sluice.standin.sql;

import org.jspecify.annotations.NullMarked;
