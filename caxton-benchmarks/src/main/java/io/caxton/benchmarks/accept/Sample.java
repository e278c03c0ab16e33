package io.caxton.benchmarks.accept;

import io.caxton.benchmarks.Result;

/**
 * One round of one kind.
 *
 * @param result of what is done at once: a message accepted, a batch inserted
 * @param cpuMicros processor time of the whole process for each message
 */
record Sample(Result result, double cpuMicros) {}
