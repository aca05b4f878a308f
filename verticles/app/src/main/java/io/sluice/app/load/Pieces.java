package io.sluice.app.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The pieces of one file. What fails here is the file's fault: a {@link ContentException}. */
final class Pieces implements AutoCloseable {
    private final String file;
    private final InputStream content;
    private final Cutter cutter;

    Pieces(String file, String reading, EnvelopeMap map, KnownRanges known)
            throws ContentException {
        this.file = file;
        try {
            content = Input.open(file);
            cutter = new Cutter(content, reading, map, known);
        } catch (IOException unreadable) {
            throw new ContentException(file, unreadable);
        }
    }

    Optional<Piece> next() throws ContentException {
        try {
            return cutter.next();
        } catch (IOException unreadable) {
            throw new ContentException(file, unreadable);
        }
    }

    @Override
    public void close() throws ContentException {
        try {
            content.close();
        } catch (IOException unreadable) {
            throw new ContentException(file, unreadable);
        }
    }
}
