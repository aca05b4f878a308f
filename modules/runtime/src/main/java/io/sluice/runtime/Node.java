package io.sluice.runtime;

import java.util.List;
import java.util.Map;

/** A settings file as a tree; scalars are kept as the text that stands in the file. */
sealed interface Node {
    /** A mapping, in the order of the file. */
    record Branch(Map<String, Node> children) implements Node {}

    /** A list. */
    record Items(List<Node> nodes) implements Node {}

    /** A scalar. */
    record Scalar(String text) implements Node {}

    /** A key with nothing behind it: as if it were not there. */
    record Absent() implements Node {}
}
