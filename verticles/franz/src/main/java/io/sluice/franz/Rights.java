package io.sluice.franz;

import io.sluice.franz.Finding.Kind;
import io.vertx.core.Future;

import org.apache.kafka.common.errors.AuthorizationException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/** What the cluster does not let us do, as long as it does not; and how to go on without. */
final class Rights {
    private final Map<String, Finding> missing = new TreeMap<>();

    /**
     * An answer, or the substitute where the cluster refuses it.
     *
     * @param right as Kafka's documentation calls it
     * @param lost what is not known without
     */
    <T> Future<T> ask(String right, String lost, Future<T> asked, T substitute) {
        return asked.onSuccess(it -> missing.remove(key(right, lost)))
                .recover(
                        failure -> {
                            if (!isRefusal(failure)) {
                                return Future.failedFuture(failure);
                            }
                            note(right, lost);
                            return Future.succeededFuture(substitute);
                        });
    }

    /** Notes a right that is not there, or that it is. */
    void note(String right, String lost, boolean there) {
        if (there) {
            missing.remove(key(right, lost));
        } else {
            note(right, lost);
        }
    }

    private void note(String right, String lost) {
        missing.put(
                key(right, lost),
                new Finding(
                        Kind.MISSING_RIGHT,
                        "",
                        "expected the right %s, and do not have it: %s".formatted(right, lost),
                        "give it with kafka-acls.sh"));
    }

    /** One question that is answered says nothing of another that needs the same right. */
    private static String key(String right, String lost) {
        return right + ": " + lost;
    }

    List<Finding> findings() {
        return List.copyOf(missing.values());
    }

    static boolean isRefusal(Throwable failure) {
        Throwable reason =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return reason instanceof AuthorizationException;
    }
}
