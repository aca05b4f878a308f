/** What the benches run: backends, processes of Sluice, clients. */
@NullMarked
package io.sluice.loadtest.rig;

import org.jspecify.annotations.NullMarked;
