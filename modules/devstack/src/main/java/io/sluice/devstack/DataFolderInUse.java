package io.sluice.devstack;

import java.nio.file.Path;

/** Another process has its stack on this data folder. */
public final class DataFolderInUse extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String holder;

    DataFolderInUse(Path folder, String holder) {
        super(
                "the data folder %s is in use by process %s: stop that one, or name another folder"
                        .formatted(folder, holder.isEmpty() ? "(unknown)" : holder));
        this.holder = holder;
    }

    /** The process id of the holder, or empty where it could not be read. */
    public String holder() {
        return holder;
    }
}
