package io.caxton.server.fuzz;

import java.util.List;

/** A way into the node. A new one is made known to {@link FuzzIT}. */
interface Door {
    String name();

    List<Endpoint> endpoints() throws Exception;

    /** A place to attack. */
    interface Endpoint {
        String name();

        /**
         * Prepares what a valid request needs and proves that there is one.
         *
         * @throws AssertionError if the sample that is to be mutated is not answered as a valid one
         */
        Session open(NodeAddress node) throws Exception;
    }

    /** Attacks one after the other, on a connection of its own. */
    interface Session extends AutoCloseable {
        Outcome attack(Dice dice) throws Exception;

        @Override
        void close();
    }

    /**
     * How an attack ended.
     *
     * @param answer a short word to count by: a status, a close code
     * @param complaint what is wrong with it; empty if nothing is
     */
    record Outcome(String answer, String complaint) {
        static Outcome fine(String answer) {
            return new Outcome(answer, "");
        }

        boolean isFine() {
            return complaint.isEmpty();
        }
    }
}
