package io.caxton.server.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong, as clients tell it apart: by the stable URI {@code urn:caxton:problem:<name>}. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    MALFORMED_JSON(400, "The body is not JSON as this API reads it"),
    BAD_REQUEST(400, "The request is not valid HTTP"),
    UNAUTHENTICATED(401, "Credentials are missing or not valid"),
    FORBIDDEN(403, "This is not allowed"),
    NO_SUCH_PATH(404, "There is nothing at this path"),
    NO_SUCH_AGENT(404, "There is no such agent instance"),
    NO_RECEIVER(404, "Nobody can receive the message"),
    NO_SUCH_MESSAGE(404, "There is no such message"),
    NO_SUCH_CONVERSATION(404, "There is no such conversation"),
    NO_SUCH_DEAD_LETTER(404, "There is no such dead letter"),
    NO_SUCH_KEY(404, "Nothing is stored under this key"),
    NO_SUCH_MEMBER(404, "There is no such member"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No such representation"),
    MESSAGE_ID_REUSED(409, "The message id was used for a different message"),
    CONVERSATION_ENDED(409, "The conversation takes no more messages"),
    LIMIT_REACHED(409, "A limit was reached"),
    LEASE_LOST(409, "The message is not leased to this instance"),
    TOO_SLOW(408, "The body came too slowly"),
    AGENT_NOT_KNOWN(409, "The instance to go on with is not known"),
    NOT_CLUSTERED(409, "The node is none of a cluster"),
    MEMBER_PRESENT(409, "The member is there"),
    KEYS_NOT_CHANGED(409, "The keys of the cluster cannot be changed so"),
    CONDITION_FAILED(412, "The condition does not hold"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has a type that is not understood"),
    AGENT_ELSEWHERE(421, "The agent instance is at another node"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for a different request"),
    MAILBOX_FULL(429, "The mailbox of the receiver is full"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    TOO_MANY_AGENTS(429, "No more agents can register"),
    INTERNAL(500, "The node failed"),
    STATE_FAILED(500, "The state store failed"),
    NOT_SUPPORTED(501, "The state store cannot do this"),
    OVERLOADED(503, "The node has too much to do"),
    AUTHENTICATION_UNAVAILABLE(503, "Credentials cannot be checked now"),
    STOPPING(503, "The node is stopping"),
    NO_SECOND_COPY(503, "The message is on one disk only"),
    STATE_UNAVAILABLE(503, "The state store cannot be reached"),
    NO_REPLY(504, "No reply came in time"),
    STORAGE_FULL(507, "There is no room left to store it"),
    OTHER(0, "The request cannot be served");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String uri() {
        return "urn:caxton:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A problem of this type with a sentence about this occurrence. */
    public Problem because(String detail) {
        return new Problem(this, status, detail);
    }

    /** The problem that a plain HTTP status stands for. */
    public static Problem ofStatus(int status, String detail) {
        Optional<ProblemType> plain = Arrays.stream(new ProblemType[] {
                    BAD_REQUEST,
                    NO_SUCH_PATH,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    INTERNAL,
                    OVERLOADED
                })
                .filter(type -> type.status == status)
                .findFirst();
        return new Problem(plain.orElse(OTHER), status, detail);
    }
}
