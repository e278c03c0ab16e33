package io.caxton.spring.agent;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Which method of an agent handles what. */
final class HandlerTable {
    private final Map<Key, HandlerMethod> methods = new HashMap<>();

    /** Either part may be empty and then means any. */
    private record Key(Optional<Performative> performative, Optional<String> protocol) {}

    void add(String beanName, OnMessage mapping, HandlerMethod handler) {
        Optional<String> protocol = Optional.of(mapping.protocol()).filter(p -> !p.isEmpty());
        Stream<Optional<Performative>> performatives = mapping.performative().length == 0
                ? Stream.of(Optional.empty())
                : Stream.of(mapping.performative()).map(Optional::of);
        performatives.map(p -> new Key(p, protocol)).forEach(key -> {
            HandlerMethod other = methods.putIfAbsent(key, handler);
            if (other != null) {
                throw new InvalidAgentException(
                        beanName,
                        "its methods " + other.method().getName() + " and "
                                + handler.method().getName() + " both handle "
                                + key.performative().map(Performative::wireName).orElse("any performative")
                                + key.protocol().map(p -> " of protocol " + p).orElse(""));
            }
        });
    }

    boolean isEmpty() {
        return methods.isEmpty();
    }

    /** Lets the most specific method handle a message; never completes exceptionally. */
    CompletableFuture<Outcome> handle(Leased leased) {
        Message message = leased.message().message();
        Optional<Performative> performative = Optional.of(message.performative());
        Optional<String> protocol = message.protocol();
        return Stream.of(
                        new Key(performative, protocol),
                        new Key(performative, Optional.empty()),
                        new Key(Optional.empty(), protocol),
                        new Key(Optional.empty(), Optional.empty()))
                .flatMap(key -> Stream.ofNullable(methods.get(key)))
                .findFirst()
                .map(method -> method.handle(leased))
                .orElseGet(() -> CompletableFuture.completedFuture(unhandled(message)));
    }

    /** Whoever asked may have waited for the answer itself, and two agents must not tell each other so for ever. */
    private static Outcome unhandled(Message message) {
        return isAnswer(message)
                ? new Outcome.Handled(Optional.empty())
                : new Outcome.NotUnderstood(
                        "no handler for " + message.performative().wireName());
    }

    /** Whether a message answers another or reports a failure, so that it is not itself answered not-understood. */
    static boolean isAnswer(Message message) {
        return message.inReplyTo().isPresent() || message.performative().reportsFailure();
    }
}
