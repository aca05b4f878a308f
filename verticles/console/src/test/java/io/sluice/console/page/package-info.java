@NullMarked
package io.sluice.console.page;

import org.jspecify.annotations.NullMarked;
