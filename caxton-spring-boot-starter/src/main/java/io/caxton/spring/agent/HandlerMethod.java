package io.caxton.spring.agent;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.storage.Failures;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** One method of an agent with what it takes. */
record HandlerMethod(Object bean, Method method, List<HandlerArgument> arguments) {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerMethod.class);
    private static final int LONGEST_REASON = 500;

    /** Calls the method; never throws and never completes exceptionally. */
    CompletableFuture<Outcome> handle(Leased leased) {
        try {
            Object[] values = arguments.stream().map(a -> a.resolve(leased)).toArray();
            Object result = method.invoke(bean, values);
            if (result instanceof CompletionStage<?> stage) {
                return stage.handle((value, failure) -> failure == null ? handled(value) : failed(leased, failure))
                        .toCompletableFuture();
            }
            return CompletableFuture.completedFuture(handled(result));
        } catch (MisfitException e) {
            return CompletableFuture.completedFuture(new Outcome.NotUnderstood(String.valueOf(e.getMessage())));
        } catch (InvocationTargetException e) {
            return CompletableFuture.completedFuture(failed(leased, e.getTargetException()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return CompletableFuture.completedFuture(failed(leased, e));
        }
    }

    private static Outcome handled(@Nullable Object result) {
        if (result == null) {
            return new Outcome.Handled(Optional.empty());
        }
        return new Outcome.Handled(Optional.of(result instanceof Reply reply ? reply : Reply.inform(result)));
    }

    private Outcome failed(Leased leased, Throwable thrown) {
        Throwable failure = Failures.causeOf(thrown);
        if (failure instanceof RefuseMessageException refusal) {
            return new Outcome.Refused(String.valueOf(refusal.getMessage()));
        }
        LOG.warn(
                "Agent {} failed on message {}, attempt {} of {}",
                leased.delivery().agentName(),
                leased.delivery().messageId(),
                leased.delivery().attempt(),
                leased.delivery().maxAttempts(),
                failure);
        return new Outcome.Again(describe(failure), Optional.empty());
    }

    /** Class and message of an exception; Jackson's messages quote content and are left out. */
    private static String describe(Throwable failure) {
        String name = failure.getClass().getName();
        String text = failure.getMessage() == null || failure instanceof JacksonException
                ? name
                : name + ": " + failure.getMessage();
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
