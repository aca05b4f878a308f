package io.sluice.faults.net;

import java.util.Optional;

/**
 * A piece of a conversation that is passed on as a whole.
 *
 * @param what the request that it is or answers; empty for pieces that no rule asks about
 */
record Message(byte[] bytes, Optional<String> what) {
    static Message plain(byte[] bytes) {
        return new Message(bytes, Optional.empty());
    }

    static Message of(byte[] bytes, String what) {
        return new Message(bytes, Optional.of(what));
    }
}
