/** What nodes say to each other about messages: forwards, their answers, and outcomes; and the bytes of it. */
@NullMarked
package io.caxton.core.forward;

import org.jspecify.annotations.NullMarked;
