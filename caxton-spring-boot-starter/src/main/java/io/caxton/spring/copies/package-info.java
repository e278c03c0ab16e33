/** Second copies of messages at other nodes: made before a message is accepted, dropped after its outcome, adopted when a disk is lost. */
@NullMarked
package io.caxton.spring.copies;

import org.jspecify.annotations.NullMarked;
