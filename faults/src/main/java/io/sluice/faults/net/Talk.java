package io.sluice.faults.net;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * Understands one connection as far as rules need it. The two ways are read by two threads.
 *
 * <p>Reading ends with an {@link java.io.EOFException} when the other side has closed.
 */
interface Talk {
    /** The next piece that the role sends. */
    Message request(DataInputStream in) throws IOException;

    /** The next piece that the backend sends. */
    Message answer(DataInputStream in) throws IOException;

    /** How the backend is talked to. */
    static Talk with(Backend backend) {
        return switch (backend) {
            case KAFKA -> new KafkaTalk();
            case REGISTRY, WAREHOUSE -> new PostgresTalk();
            case S3 -> new HttpTalk();
        };
    }
}
