package io.caxton.state.sqlite;

import io.caxton.state.StateToolException.Reason;

/** What the connections cannot do, on its way to the tool that knows operation and key. */
final class SqliteRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String detail;

    SqliteRefusal(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
