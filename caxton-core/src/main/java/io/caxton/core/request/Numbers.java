package io.caxton.core.request;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** Numbers compared without ever writing out an enormous one. */
final class Numbers {
    private Numbers() {}

    /** Whether it is a number from 0 to 1. */
    static boolean isShare(JsonNode value) {
        boolean exact = value.isBigDecimal() || value.isIntegralNumber();
        if (!exact && !(value.isNumber() && Double.isFinite(value.doubleValue()))) {
            return false;
        }
        BigDecimal number = value.decimalValue();
        return number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0;
    }
}
