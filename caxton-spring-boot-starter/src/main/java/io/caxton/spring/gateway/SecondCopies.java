package io.caxton.spring.gateway;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.Submission;
import io.caxton.core.storage.Transaction;
import java.util.concurrent.CompletableFuture;

/** Where every door waits until what it has accepted is on as many disks as it has to be. */
public interface SecondCopies {
    /** One disk is enough. */
    SecondCopies NONE = (tx, submission, result) -> CompletableFuture.completedFuture(result);

    /**
     * In the work that accepts, after it has.
     *
     * @return what the sender is told, once the work is durable and the second copy is too; fails with
     *     {@link NoSecondCopyException} if there is none and has to be one. May complete on a thread that others wait for: do not
     *     block there
     */
    CompletableFuture<AcceptResult> accepted(Transaction tx, Submission submission, AcceptResult result);
}
