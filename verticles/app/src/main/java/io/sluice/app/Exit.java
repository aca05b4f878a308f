package io.sluice.app;

import io.sluice.app.admin.RefusedException;
import io.sluice.app.load.ContentException;
import io.sluice.runtime.Causes;
import io.sluice.runtime.SettingsException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintWriter;

/** Exit codes, and how a failure that nobody handled is told. */
final class Exit {
    static final int OK = 0;
    static final int UNBALANCED = 1;
    static final int USAGE = 2;
    static final int DEPENDENCY = 3;
    static final int INTERRUPTED = 130;

    private static final Logger log = LoggerFactory.getLogger(Exit.class);

    private Exit() {}

    /** Prints one line for a person, logs the rest at debug, and gives the code. */
    static int of(Throwable failure, PrintWriter err) {
        if (failure instanceof SettingsException wrong) {
            err.println(wrong.getMessage());
            return USAGE;
        }
        err.println("sluice: " + Causes.inOneLine(failure));
        log.atDebug().setMessage("Command failed").setCause(failure).log();
        return failure instanceof ContentException || failure instanceof RefusedException
                ? UNBALANCED
                : DEPENDENCY;
    }

    /** Logs an error that no command expects, and gives the code. */
    static int bug(Error bug) {
        log.atError().setCause(bug).log("This is a bug of Sluice, or files of it are missing");
        return DEPENDENCY;
    }
}
