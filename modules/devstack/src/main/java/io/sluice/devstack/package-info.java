/**
 * A real Kafka, PostgreSQL and S3 on one machine, from Maven artifacts alone: for dev, load and
 * tests.
 */
@NullMarked
package io.sluice.devstack;

import org.jspecify.annotations.NullMarked;
