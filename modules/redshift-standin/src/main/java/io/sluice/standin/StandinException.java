package io.sluice.standin;

import java.util.Optional;

/** A statement refused as Redshift refuses it: state and texts go to the client as they are. */
public class StandinException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sqlState;
    private final transient Optional<String> detail;

    /**
     * @param sqlState five characters, such as 42601
     * @param detail what the protocol's detail field says
     */
    public StandinException(String sqlState, String message, Optional<String> detail) {
        super(message);
        this.sqlState = sqlState;
        this.detail = detail;
    }

    /** One without a detail. */
    public StandinException(String sqlState, String message) {
        this(sqlState, message, Optional.empty());
    }

    public String sqlState() {
        return sqlState;
    }

    public Optional<String> detail() {
        return detail;
    }
}
