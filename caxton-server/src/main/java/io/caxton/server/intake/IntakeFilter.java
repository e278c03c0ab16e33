package io.caxton.server.intake;

import io.caxton.server.intake.BodyMemory.Loan;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Guards every request. What a request was lent goes back when it is answered. */
final class IntakeFilter implements Filter {
    private final BodyMemory memory;
    private final Duration patience;
    private final Semaphore blocked;

    IntakeFilter(BodyMemory memory, Duration patience, int maxBlocked) {
        this.memory = memory;
        this.patience = patience;
        this.blocked = new Semaphore(maxBlocked);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Loan loan = memory.open();
        Intake intake = new Intake(loan, patience, blocked);
        intake.attach(request);
        try {
            chain.doFilter(new GuardedRequest((HttpServletRequest) request, intake), response);
        } finally {
            if (loan.size() > 0 && request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new GiveBack(loan));
            } else {
                loan.close();
            }
        }
    }

    private record GiveBack(Loan loan) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            loan.close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // Completed next.
        }

        @Override
        public void onError(AsyncEvent event) {
            // Completed next.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
