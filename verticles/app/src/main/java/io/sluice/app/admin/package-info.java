/** Commands over the admin API. */
@NullMarked
package io.sluice.app.admin;

import org.jspecify.annotations.NullMarked;
