package dev.sotto.fault;

/** Carries a {@link Fault} to the one place that tells it. */
public final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    public FaultException(Fault fault) {
        this(fault, fault.message());
    }

    /**
     * For a fault whose cause is not the client's to know.
     *
     * @param detail for the log
     */
    public FaultException(Fault fault, String detail) {
        super(detail);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
