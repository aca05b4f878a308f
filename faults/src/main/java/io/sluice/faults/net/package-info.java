/** Proxies between roles and backends that see the protocols and can disturb them. */
@NullMarked
package io.sluice.faults.net;

import org.jspecify.annotations.NullMarked;
