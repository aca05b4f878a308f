package io.sluice.standin.copy;

import io.sluice.standin.StandinException;

import java.util.List;

/** A COPY that met rows it may not load: nothing of it stays. */
public final class CopyFailure extends StandinException {
    private static final long serialVersionUID = 1;

    private final transient List<LoadError> errors;

    /**
     * @param table as the command names it
     * @param errors at least one
     */
    public CopyFailure(String table, List<LoadError> errors) {
        super(
                "XX000",
                "Load into table '%s' failed.  Check 'stl_load_errors' system table for details."
                        .formatted(table));
        this.errors = List.copyOf(errors);
    }

    public List<LoadError> errors() {
        return errors;
    }
}
