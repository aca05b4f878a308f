package io.sluice.sink;

/** The topic of an app is not there (yet): it is made within seconds of the app. */
final class TopicAbsentException extends RuntimeException {
    TopicAbsentException(String topic) {
        super("topic " + topic + " is not there yet");
    }
}
