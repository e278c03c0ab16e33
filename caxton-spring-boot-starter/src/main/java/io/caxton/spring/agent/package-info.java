/** Agents that are beans of the application: {@link io.caxton.spring.agent.CaxtonAgent} and what its methods take and give. */
@NullMarked
package io.caxton.spring.agent;

import org.jspecify.annotations.NullMarked;
