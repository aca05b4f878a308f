package io.sluice.sink;

import java.util.Map;

/**
 * One record to publish.
 *
 * @param value its value
 * @param headers its headers, in the order to write
 */
record Message(byte[] value, Map<String, String> headers) {}
