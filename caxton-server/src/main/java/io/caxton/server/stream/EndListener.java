package io.caxton.server.stream;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Runs when the container ends a response, whatever the reason. The container makes no error page of it then. */
record EndListener(Runnable onEnd) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
        onEnd.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onEnd.run();
    }

    @Override
    public void onError(AsyncEvent event) {
        onEnd.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // A stream is begun once.
    }
}
