/** Redshift's COPY from S3: its grammar, manifests, value rules and error records. */
@NullMarked
package io.sluice.standin.copy;

import org.jspecify.annotations.NullMarked;
