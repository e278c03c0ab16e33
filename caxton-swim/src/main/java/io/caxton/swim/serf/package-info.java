/**
 * What HashiCorp Serf carries on top of memberlist, as far as it takes to be a good member of a Serf cluster: tags, Lamport
 * time, and the intents by which Serf tells a leave from a failure.
 */
@NullMarked
package io.caxton.swim.serf;

import org.jspecify.annotations.NullMarked;
