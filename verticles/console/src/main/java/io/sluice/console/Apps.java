package io.sluice.console;

import io.sluice.registry.Registry;
import io.vertx.core.Future;

/** Whether an app exists. */
record Apps(Registry registry) {
    /** Fails with a problem of 404 where there is none of this name; else gives the name. */
    Future<String> require(Ask ask) {
        String app = ask.app();
        return registry.apps()
                .compose(
                        all ->
                                all.contains(app)
                                        ? Future.succeededFuture(app)
                                        : Future.failedFuture(Ask.unknownApp(app, all)));
    }
}
