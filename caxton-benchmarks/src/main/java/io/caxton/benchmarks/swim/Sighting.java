package io.caxton.benchmarks.swim;

/** What a member says it has learnt of another. */
record Sighting(String observer, Kind kind, String subject) {
    /** What it has learnt. */
    enum Kind {
        JOINED,
        FAILED,
        LEFT
    }
}
