package io.sluice.faults.load;

import io.sluice.faults.load.Answers.Kind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Somebody who asks the console again and again, and notes what it answers. Thread-safe. */
public final class Administrator {
    /** From an answer to the next call. */
    public static final Duration EVERY = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(Administrator.class);

    private final HttpClient http;
    private final HttpRequest call;
    private final Answers answers = new Answers();

    /** Asks always the same. */
    public Administrator(HttpClient http, HttpRequest call) {
        this.http = http;
        this.call = call;
    }

    /** Asks once; blocks. */
    public void ask() throws InterruptedException {
        answers.count(answer());
    }

    private Kind answer() throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(call, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return Kind.ACCEPTED;
            }
            if (answer.statusCode() == 503
                    && answer.headers().firstValue("Retry-After").isPresent()) {
                return Kind.BUSY;
            }
            log.atWarn()
                    .addKeyValue("status", answer.statusCode())
                    .addKeyValue("body", answer.body())
                    .log("the console answered what it should not");
            return Kind.WRONG;
        } catch (ConnectException refused) {
            return Kind.REFUSED;
        } catch (IOException broken) {
            log.atWarn().setCause(broken).log("the console did not answer");
            return Kind.BROKEN;
        }
    }

    /** Whether it answered, and never otherwise than it may while it restarts. */
    public boolean isContent() {
        return answers.of(Kind.ACCEPTED) > 0
                && answers.of(Kind.BROKEN) + answers.of(Kind.WRONG) == 0;
    }

    @Override
    public String toString() {
        return answers.toString();
    }
}
