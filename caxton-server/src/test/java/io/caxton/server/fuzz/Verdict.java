package io.caxton.server.fuzz;

/** What may be answered to a mutant, by what its maker knows about it. */
enum Verdict {
    /** It may have stayed valid by accident: a success or a 4xx problem. */
    POSSIBLY_VALID,
    /** It is malformed for certain: a 4xx problem. */
    MALFORMED,
    /** HTTP has a 5xx status for it (RFC 9110, sections 15.6.2 and 15.6.6): 501 or 505, or a 4xx problem. */
    UNKNOWN_TO_HTTP,
    /** Cut off before its end: a 4xx problem or the end of the connection. */
    CUT_OFF,
    /** Larger than anything that is read: a 4xx problem, or the end of the connection while it is still being sent. */
    OVERSIZE,
    /** Hardly HTTP: as {@link #UNKNOWN_TO_HTTP}, or the end of the connection. */
    BROKEN;

    boolean mayEndConnection() {
        return this == CUT_OFF || this == OVERSIZE || this == BROKEN;
    }

    boolean mayStatus(int status) {
        if (status >= 400 && status < 500) {
            return true;
        }
        return switch (this) {
            case POSSIBLY_VALID -> status < 400;
            case UNKNOWN_TO_HTTP, BROKEN -> status < 400 || status == 501 || status == 505;
            case MALFORMED, CUT_OFF, OVERSIZE -> false;
        };
    }
}
