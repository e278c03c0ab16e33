@org.jspecify.annotations.NullMarked
package io.caxton.core;
