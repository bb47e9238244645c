package io.cornu.tuning;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Makes and opens study files. A file that is not ours is never written to. */
final class SqliteFile {
    static final int BUSY_MILLIS = 30_000;
    private static final int HEADER_BYTES = 72;
    private static final int APPLICATION_AT = 68;
    private static final String MAGIC = "SQLite format 3\0";
    private static final int LONGEST_SHOWN = 200;
    private static final int MOST_NAMED = 5;
    private static final int LONGEST_TEXT = 1 << 20;
    /** More rows than this would not fit into memory, and no study of ours has them. */
    private static final int MOST_ROWS = 5_000_000;

    private final Path file;
    private final int busyMillis;

    private SqliteFile(Path file, int busyMillis) {
        this.file = file;
        this.busyMillis = busyMillis;
    }

    /** Opens the file of a study, which is made if it is not there. */
    static Connection open(Study study, Path file, int busyMillis) throws StudyFileException {
        return new SqliteFile(file, busyMillis).open(study);
    }

    private Connection open(Study study) throws StudyFileException {
        try {
            if (!Files.exists(file)) {
                create(study);
            }
            requireOurs();
            Connection connection = connect(file);
            try {
                verify(connection, study);
                return connection;
            } catch (SQLException | StudyFileException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteDatabase.problem(file, e);
        } catch (StudyFileException e) {
            throw e;
        } catch (IOException e) {
            throw new StudyFileException(file.toString(), "cannot be read or made (" + e + ").", e);
        }
    }

    private Connection connect(Path path) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.READWRITE);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(busyMillis);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(LONGEST_TEXT));
        Connection connection = config.createConnection("jdbc:sqlite:" + path.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
        }
        return connection;
    }

    /** Whole or not at all: it is made under another name, and of two that make it at once one wins. */
    private void create(Study study) throws IOException, SQLException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new StudyFileException(file.toString(), "expected its folder to exist. Make it first.");
        }
        Path making = Files.createTempFile(folder, ".study", ".db");
        try {
            try (Connection connection = connect(making);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA application_id = " + SqliteSchema.APPLICATION);
                statement.execute("PRAGMA user_version = " + SqliteSchema.VERSION);
                connection.setAutoCommit(false);
                for (String table : SqliteSchema.TABLES) {
                    statement.execute(table);
                }
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO study VALUES (1, ?, ?, ?)")) {
                    insert.setString(1, study.name());
                    insert.setString(2, study.direction().name());
                    insert.setLong(3, study.seed().orElseGet(Study::anySeed));
                    insert.execute();
                }
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO shared VALUES (?, ?)")) {
                    for (Map.Entry<String, String> setting : study.shared().entrySet()) {
                        insert.setString(1, setting.getKey());
                        insert.setString(2, setting.getValue());
                        insert.execute();
                    }
                }
                connection.commit();
                connection.setAutoCommit(true);
                statement.execute("PRAGMA journal_mode = WAL");
            }
            publish(making, Files::createLink);
        } finally {
            Files.deleteIfExists(making);
        }
    }

    /** Gives a file a second name. */
    @FunctionalInterface
    interface Linker {
        void link(Path name, Path existing) throws IOException;
    }

    private void publish(Path making, Linker linker) throws IOException {
        if (!publish(making, file, linker)) {
            // Another process was faster; its file is checked like any other.
            requireOurs();
        }
    }

    /** Gives what was made its name, unless another has it. */
    static boolean publish(Path making, Path file, Linker linker) throws IOException {
        try {
            try {
                linker.link(file, making);
            } catch (FileAlreadyExistsException alreadyMade) {
                return false;
            } catch (UnsupportedOperationException | FileSystemException noLinks) {
                // FAT and some network drives have none; the kernel says "operation not permitted".
                Files.move(making, file);
            }
            return true;
        } catch (FileAlreadyExistsException alreadyMade) {
            return false;
        }
    }

    /** By the header's bytes alone: SQLite itself may write to what it opens. */
    private void requireOurs() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new StudyFileException(file.toString(), "expected a study file, received a folder or a device.");
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {}
        }
        boolean sqlite = !header.hasRemaining()
                && new String(header.array(), 0, MAGIC.length(), StandardCharsets.ISO_8859_1).equals(MAGIC);
        if (!sqlite || header.getInt(APPLICATION_AT) != SqliteSchema.APPLICATION) {
            throw new StudyFileException(
                    file.toString(), "expected a study file of Cornu, received something else. Choose another name.");
        }
    }

    private void verify(Connection connection, Study study) throws SQLException, StudyFileException {
        try (Statement statement = connection.createStatement()) {
            requireText(statement, "PRAGMA user_version", Integer.toString(SqliteSchema.VERSION), "format version");
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_autoindex_%' ORDER BY rowid")) {
                while (rows.next()) {
                    tables.add(String.valueOf(rows.getString(1)));
                }
            }
            if (!tables.equals(SqliteSchema.TABLES)) {
                throw new StudyFileException(file.toString(), "expected the tables of a study, received others.");
            }
            requireText(statement, "PRAGMA quick_check(1)", "ok", "integrity");
            for (String table : SqliteSchema.NAMES) {
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    if (rows.getLong(1) > MOST_ROWS) {
                        throw new StudyFileException(
                                file.toString(),
                                "expected at most " + MOST_ROWS + " rows in " + table + ", received " + rows.getLong(1)
                                        + ".");
                    }
                }
            }
            requireText(statement, "SELECT name FROM study", study.name(), "study name");
            requireText(
                    statement, "SELECT direction FROM study", study.direction().name(), "direction");
            if (study.seed().isPresent()) {
                String seed = Long.toString(study.seed().getAsLong());
                requireText(statement, "SELECT seed FROM study", seed, "seed");
            }
            if (!study.shared().isEmpty()) {
                requireShared(statement, study.shared());
            }
        }
    }

    private void requireShared(Statement statement, Map<String, String> expected)
            throws SQLException, StudyFileException {
        Map<String, String> found = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT name, value FROM shared")) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
        SortedSet<String> differing = new TreeSet<>(found.keySet());
        differing.addAll(expected.keySet());
        differing.removeIf(name -> Objects.equals(found.get(name), expected.get(name)));
        if (!differing.isEmpty()) {
            throw new StudyFileException(
                    file.toString(),
                    "expected what its trials have in common, " + some(found, differing) + "; received "
                            + some(expected, differing) + ". Use another file for another study.");
        }
    }

    private static String some(Map<String, String> settings, SortedSet<String> names) {
        return names.stream()
                .limit(MOST_NAMED)
                .map(name -> shortened(name) + " " + shortened(settings.getOrDefault(name, "none")))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String text) {
        String line = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
        return line.replace('\n', ' ');
    }

    private void requireText(Statement statement, String query, String expected, String what)
            throws SQLException, StudyFileException {
        try (ResultSet rows = statement.executeQuery(query)) {
            String found = rows.next() ? String.valueOf(rows.getString(1)) : "none";
            if (!found.equals(expected)) {
                throw new StudyFileException(
                        file.toString(),
                        "expected " + what + " '" + expected + "', received '" + shortened(found)
                                + "'. Use another file for another study.");
            }
        }
    }
}
