package io.caxton.spring.agent;

/** A bean is annotated as an agent but cannot be one. */
public final class InvalidAgentException extends RuntimeException {
    private final String beanName;

    InvalidAgentException(String beanName, String problem) {
        super(problem);
        this.beanName = beanName;
    }

    /** The bean concerned. */
    public String beanName() {
        return beanName;
    }
}
