package io.cornu.tuning;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * An SQLite file and what every use of it is: a transaction, one at a time in this process.
 *
 * @param file for messages
 * @param connection to the file
 */
record SqliteDatabase(Path file, Connection connection) implements AutoCloseable {
    /** What the database could not do, as one line. */
    static StudyFileException problem(Path file, SQLException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new StudyFileException(
                file.toString(),
                "the study cannot be read or written (" + message + "). The file was left as it is.",
                e);
    }

    /** Something to do with the database. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Alone with the file from the first statement on, so that nothing read in it is out of date when it writes. */
    <T> T writing(Work<T> work) throws StudyFileException {
        return transaction("BEGIN IMMEDIATE", work);
    }

    /** All tables as they were at one time; it waits for nobody who writes. */
    <T> T reading(Work<T> work) throws StudyFileException {
        try {
            return transaction("BEGIN", work);
        } catch (IllegalArgumentException e) {
            throw new StudyFileException(
                    file.toString(), "the study is damaged (" + e.getMessage() + "). The file was left as it is.", e);
        }
    }

    private synchronized <T> T transaction(String begin, Work<T> work) throws StudyFileException {
        // As statements: the driver's own way believes to be in a transaction whose beginning failed.
        try (Statement control = connection.createStatement()) {
            control.execute(begin);
            try {
                T result = work.run();
                control.execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(control, e);
                throw e;
            }
        } catch (SQLException e) {
            throw problem(file, e);
        }
    }

    private static void rollBack(Statement control, Throwable cause) {
        try {
            control.execute("ROLLBACK");
        } catch (SQLException second) {
            // SQLite itself rolls back after some errors, and the first of them is what happened.
            cause.addSuppressed(second);
        }
    }

    int execute(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement.executeUpdate();
        }
    }

    long number(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        }
    }

    @Override
    public synchronized void close() throws StudyFileException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw problem(file, e);
        }
    }
}
