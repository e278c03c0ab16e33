package io.caxton.benchmarks.faults;

/** What may go wrong. */
enum FaultKind {
    KILL("kill -9, restart", "kills", 10, 1),
    FREEZE("SIGSTOP", "stops", 3, 1),
    PARTITION("partition", "partitions", 4, 1),
    ONE_WAY("a link cut one way", "one-ways", 3, 1),
    LOSS("packets lost", "losses", 2, 1),
    SLOW("slow, repeating links", "slows", 2, 1),
    LEAVE("leave, restart", "leaves", 1, 0),
    ROLLING("rolling restart", "rollings", 1, 0);

    private final String label;
    private final String option;
    private final int normal;
    private final int smoke;

    FaultKind(String label, String option, int normal, int smoke) {
        this.label = label;
        this.option = option;
        this.normal = normal;
        this.smoke = smoke;
    }

    /** As tables call it. */
    String label() {
        return label;
    }

    /** The option that says how many there are. */
    String option() {
        return option;
    }

    /** How many there are if nothing is said. */
    int normal() {
        return normal;
    }

    /** How many there are when it is only tried. */
    int smoke() {
        return smoke;
    }
}
