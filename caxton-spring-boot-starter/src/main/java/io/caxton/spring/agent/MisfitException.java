package io.caxton.spring.agent;

/** A message does not fit the parameters of its handler. Its message never holds content. */
final class MisfitException extends RuntimeException {
    MisfitException(String reason) {
        super(reason, null, false, false);
    }
}
