package io.caxton.benchmarks.process;

import java.io.IOException;

/** Signals to processes. */
public final class Signals {
    private Signals() {}

    /** As the command kill does: the name of the signal without SIG. */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + signal + " " + pid + " ended with " + status);
        }
    }
}
