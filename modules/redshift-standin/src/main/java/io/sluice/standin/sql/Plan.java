package io.sluice.standin.sql;

import io.sluice.standin.copy.CopyCommand;

import java.util.List;
import java.util.Optional;

/** What the stand-in does for a statement that it knows. */
public sealed interface Plan {
    /**
     * PostgreSQL runs it, in this form.
     *
     * @param writes the table whose write lock it takes, quoted
     */
    record Forward(String sql, Optional<String> writes) implements Plan {}

    /**
     * The stand-in runs these in PostgreSQL, all or none.
     *
     * @param tag what the client is told, such as {@code CREATE TABLE}
     * @param block what it may do in a transaction block
     */
    record Local(List<String> sql, String tag, Block block) implements Plan {
        public Local {
            sql = List.copyOf(sql);
        }
    }

    /** Rows from S3. */
    record Copy(CopyCommand command) implements Plan {}

    /** Whether a statement may run in a transaction block. */
    sealed interface Block {}

    /** It may. */
    record Allowed() implements Block {}

    /** It may not, and Redshift says so. */
    record Refused(String message) implements Block {}

    /** It may, and ends the block by a commit. */
    record Commits() implements Block {}
}
