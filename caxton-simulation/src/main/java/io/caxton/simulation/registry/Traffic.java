package io.caxton.simulation.registry;

/**
 * What nodes have said to each other: bodies of requests and answers, without what HTTP and the seal add.
 *
 * @param requests calls, answered or not
 * @param bytes of both directions
 */
record Traffic(long requests, long bytes) {
    Traffic since(Traffic before) {
        return new Traffic(requests - before.requests, bytes - before.bytes);
    }
}
