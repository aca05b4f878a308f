package io.sluice.console;

import io.vertx.core.Future;

/**
 * What answers one operation of the contract. Runs on an event loop and may not block; a {@link
 * HttpProblem}, thrown or failed with, becomes the answer.
 */
@FunctionalInterface
interface Operation {
    Future<Answer> call(Ask ask);
}
