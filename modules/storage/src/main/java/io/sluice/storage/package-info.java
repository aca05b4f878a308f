/** Objects in S3: the port that services use, and its adapter over the AWS SDK. */
@NullMarked
package io.sluice.storage;

import org.jspecify.annotations.NullMarked;
