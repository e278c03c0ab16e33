package io.caxton.core.engine;

/** Whether nothing is handed out for now, because other nodes are still to be asked what they have made their own. */
final class HoldBack {
    private volatile boolean on;

    void begin() {
        on = true;
    }

    void end() {
        on = false;
    }

    boolean isOn() {
        return on;
    }
}
