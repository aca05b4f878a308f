package io.sluice.app.doctor;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A look at one backend.
 *
 * @param subject the backend's word
 * @param remedy what to do if nothing can be found out at all
 * @param work blocks, and changes nothing that lasts; what it throws is a failure of the backend,
 *     and told as one
 */
record Examination(String subject, String remedy, Callable<List<Finding>> work) {
    private static final int ANSWER_SECONDS = 20;

    /** What a backend answers, waited for no longer than a sound one takes. */
    static <T> T await(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
