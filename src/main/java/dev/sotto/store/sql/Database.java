package dev.sotto.store.sql;

/**
 * A database under the stores of this package, by transactions. Every method blocks and throws
 * {@link dev.sotto.job.port.StoreException}. Thread-safe.
 */
public interface Database extends AutoCloseable {
    /**
     * One transaction, alone with what it reads: no other write comes in between. On disk when this returns; a write inside a
     * write is part of its transaction.
     */
    <T> T write(Sql.Work<T> work);

    /** Sees what was committed when it began. */
    <T> T read(Sql.Work<T> work);

    /** Lets writes that have begun end, and refuses further ones. Closing again does nothing. */
    @Override
    void close();
}
