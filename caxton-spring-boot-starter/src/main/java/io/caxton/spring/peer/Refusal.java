package io.caxton.spring.peer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a node does not answer another one. The name is part of the wire. */
enum Refusal {
    /** Not a request of a node at all. */
    MALFORMED(400, "the request is not one of a node"),
    /** The session is not known here, or has ended: the node makes another one. */
    UNKNOWN_SESSION(401, "the session is not known here"),
    /** None of the keys of the other node is one of this node's. */
    WRONG_KEY(403, "none of its keys is one of this node's: compare caxton.cluster.encryption-keys"),
    /** Not sealed by who made the session, or changed on the way. */
    FORGED(403, "the request was not sealed by the node that made the session"),
    /** Not from this machine, though nothing is encrypted; or from a browser. */
    NOT_ALLOWED(403, "only nodes may call, and without caxton.cluster.encryption-keys only from this machine"),
    /** Nobody here answers this. */
    NO_HANDLER(404, "this node does not answer that operation"),
    /** It is not a POST. */
    METHOD(405, "nodes call each other by POST"),
    /** The body did not come in time. */
    TOO_SLOW(408, "the body came too slowly"),
    /** The request was here before. */
    REPLAYED(409, "the request was here before, or is older than those that were"),
    /** It does not say how long the body is. */
    NO_LENGTH(411, "the request does not say how long its body is"),
    /** The body is longer than agreed. */
    TOO_LARGE(413, "the body is longer than caxton.cluster.peer.max-body"),
    /** It was meant for another node. */
    OTHER_NODE(421, "the request is meant for another node"),
    /** Whoever answers it has failed. */
    FAILED(500, "the node has failed to answer"),
    /** Too much at once. */
    BUSY(503, "the node is busy with other requests of nodes"),
    /** Whoever answers it took too long. */
    TIMED_OUT(504, "the node took too long to answer");

    /** The header that names it. */
    static final String HEADER = "Caxton-Refusal";

    private final int status;
    private final String detail;

    Refusal(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one that an answer names; empty if it names none of them. */
    static Optional<Refusal> of(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(refusal -> refusal.wireName().equals(wireName))
                .findFirst();
    }

    /** A problem as of RFC 9457. Nothing in it comes from the request. */
    String toJson() {
        return "{\"type\":\"about:blank\",\"title\":\"" + wireName() + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
    }
}
