package io.sluice.sink;

import io.sluice.events.RejectCode;

/**
 * An event that the door does not take.
 *
 * @param position its place in the body, from 0
 * @param start its first byte in the body
 * @param end after its last byte
 * @param code why
 * @param message a sentence for its sender
 */
record Refusal(int position, int start, int end, RejectCode code, String message) {}
