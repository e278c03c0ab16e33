package io.caxton.server.webhook;

import java.util.Optional;

/** What came of one post. */
sealed interface PostResult {
    /**
     * An answer, whatever its status.
     *
     * @param retryAfter the header as it came
     */
    record Answered(int status, Optional<String> retryAfter) implements PostResult {}

    /** No answer. */
    record Failed(String reason) implements PostResult {}
}
