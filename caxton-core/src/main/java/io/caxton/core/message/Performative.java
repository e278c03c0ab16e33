package io.caxton.core.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The communicative acts a message can carry (FIPA SC00037J, Communicative Act Library), as far as agents here use them. */
public enum Performative {
    REQUEST,
    INFORM,
    QUERY_IF,
    QUERY_REF,
    PROPOSE,
    ACCEPT_PROPOSAL,
    REJECT_PROPOSAL,
    AGREE,
    REFUSE,
    FAILURE,
    NOT_UNDERSTOOD,
    CFP,
    CANCEL,
    SUBSCRIBE;

    /** All wire names, comma separated, for error messages. */
    public static final String NAMES =
            Arrays.stream(values()).map(Performative::wireName).collect(Collectors.joining(", "));

    /** The name on the wire: lower case with hyphens, for example {@code query-ref}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a performative in any case, with {@code _} taken as {@code -}; empty if there is none of that name. */
    public static Optional<Performative> parse(String text) {
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values()).filter(p -> p.name().equals(name)).findFirst();
    }

    /**
     * Whether this act reports that something went wrong. The node never answers such a message with a failure of its
     * own, so that two failures cannot chase each other.
     */
    public boolean reportsFailure() {
        return this == FAILURE || this == NOT_UNDERSTOOD || this == REFUSE;
    }
}
