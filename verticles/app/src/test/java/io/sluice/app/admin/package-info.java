/** Tests of the admin API and the commands over it. */
@NullMarked
package io.sluice.app.admin;

import org.jspecify.annotations.NullMarked;
