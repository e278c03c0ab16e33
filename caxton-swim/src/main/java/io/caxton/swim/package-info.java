/**
 * SWIM membership with Lifeguard as a pure state machine: no thread, no clock, no socket. {@link io.caxton.swim.Swim} is
 * its door: messages and the time go in, directives and the next deadline come out.
 *
 * <p>Sources: SWIM (Das, Gupta, Motivala, DSN 2002), Lifeguard (Dadgar, Phillips, Currey, arXiv:1707.00788), and the
 * rules of HashiCorp memberlist, with whose members it shares a cluster.
 */
@NullMarked
package io.caxton.swim;

import org.jspecify.annotations.NullMarked;
