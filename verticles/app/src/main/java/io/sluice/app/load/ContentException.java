package io.sluice.app.load;

import java.io.IOException;

/** A file cannot be read to its end; what came before it was sent. */
public final class ContentException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the file. */
    public ContentException(String file, IOException cause) {
        super("cannot read " + file + " to its end", cause);
    }
}
