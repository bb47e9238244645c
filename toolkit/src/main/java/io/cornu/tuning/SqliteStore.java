package io.cornu.tuning;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Trials in an SQLite file, on which several processes may work: each method is one transaction. */
final class SqliteStore implements TrialStore {
    private static final int BEATS_TO_LIVE = 6;

    private final SqliteDatabase database;
    private final SqliteReader reader;
    private final int retries;
    private final long graceMillis;
    private final String worker = Worker.current().text();
    private final long seed;

    private SqliteStore(Study study, SqliteDatabase database) throws StudyFileException {
        this.database = database;
        reader = new SqliteReader(database.connection());
        retries = study.retries();
        graceMillis = study.heartbeat().toMillis() * BEATS_TO_LIVE;
        seed = database.reading(() -> number("SELECT seed FROM study"));
    }

    static SqliteStore open(Study study, Path file) throws StudyFileException {
        return open(study, file, SqliteFile.BUSY_MILLIS);
    }

    /** Waits so long for others who write. */
    static SqliteStore open(Study study, Path file, int busyMillis) throws StudyFileException {
        return new SqliteStore(study, new SqliteDatabase(file, SqliteFile.open(study, file, busyMillis)));
    }

    @Override
    public long seed() {
        return seed;
    }

    private <T> T transaction(SqliteDatabase.Work<T> work) throws StudyFileException {
        return database.writing(work);
    }

    private int execute(String sql, Object... arguments) throws SQLException {
        return database.execute(sql, arguments);
    }

    private long number(String sql, Object... arguments) throws SQLException {
        return database.number(sql, arguments);
    }

    @Override
    public List<TrialRecord> trials() throws StudyFileException {
        return database.reading(reader::trials);
    }

    @Override
    public Map<String, Distribution> ranges() throws StudyFileException {
        return database.reading(reader::ranges);
    }

    @Override
    public Optional<TrialRecord> begin(long limit, OptionalInt points) throws StudyFileException {
        long begun = transaction(() -> {
            if (number("SELECT count(*) FROM trial WHERE state <> 'WAITING' AND retried = 0") >= limit) {
                return -1L;
            }
            long now = System.currentTimeMillis();
            long number = number("SELECT min(number) FROM trial WHERE state = 'WAITING' HAVING count(*) > 0");
            if (number < 0) {
                long point = points.isPresent() ? freePoint() : -1;
                if (points.isPresent() && point >= points.getAsInt()) {
                    return -1L;
                }
                number = add(TrialState.RUNNING, 0);
                if (points.isPresent()) {
                    note(number, Sampler.POINT, point);
                }
            }
            execute(
                    "UPDATE trial SET state = 'RUNNING', started = ?, finished = ?, worker = ?, heartbeat = ?"
                            + " WHERE number = ?",
                    now,
                    now,
                    worker,
                    now,
                    number);
            return number;
        });
        return begun < 0 ? Optional.empty() : Optional.of(trials().get((int) begun));
    }

    private long freePoint() throws SQLException {
        return number(
                "SELECT min(point) FROM (SELECT 0 AS point UNION SELECT CAST(value AS INTEGER) + 1 FROM memory"
                        + " WHERE name = ?1) WHERE point NOT IN (SELECT CAST(value AS INTEGER) FROM memory"
                        + " WHERE name = ?1)",
                Sampler.POINT);
    }

    private int note(long number, String key, double value) throws SQLException {
        return execute("INSERT OR REPLACE INTO memory VALUES (?, ?, ?)", number, key, value);
    }

    private long add(TrialState state, long tries) throws SQLException {
        long now = System.currentTimeMillis();
        long number = number("SELECT count(*) FROM trial");
        execute(
                "INSERT INTO trial VALUES (?, ?, NULL, '', ?, ?, '', ?, ?, 0)",
                number,
                state.name(),
                now,
                now,
                now,
                tries);
        return number;
    }

    @Override
    public void enqueue(Map<String, String> fixed) throws StudyFileException {
        transaction(() -> queue(fixed, Map.of(), 0));
    }

    private long queue(Map<String, String> fixed, Map<String, Double> memory, long tries) throws SQLException {
        long number = add(TrialState.WAITING, tries);
        for (Map.Entry<String, String> entry : fixed.entrySet()) {
            execute("INSERT INTO fixed VALUES (?, ?, ?)", number, entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, Double> entry : memory.entrySet()) {
            note(number, entry.getKey(), entry.getValue());
        }
        return number;
    }

    @Override
    public void set(int number, String name, Setting setting) throws StudyFileException {
        transaction(() -> {
            Distribution known = reader.ranges().get(name);
            if (known == null) {
                insert(name, setting.distribution());
            } else {
                Distributions.requireSame(name, known, setting.distribution());
            }
            long position = number("SELECT count(*) FROM setting WHERE trial = ?", number);
            return execute("INSERT INTO setting VALUES (?, ?, ?, ?)", number, position, name, setting.number());
        });
    }

    private void insert(String name, Distribution distribution) throws SQLException {
        execute(
                "INSERT INTO range VALUES (?, ?, ?, ?, ?, ?)",
                name,
                distribution.getClass().getSimpleName(),
                Distributions.low(distribution),
                Distributions.high(distribution),
                Distributions.step(distribution),
                Distributions.isLogarithmic(distribution) ? 1 : 0);
        if (distribution instanceof ChoiceDistribution choice) {
            for (int i = 0; i < choice.labels().size(); i++) {
                execute(
                        "INSERT INTO label VALUES (?, ?, ?)",
                        name,
                        i,
                        choice.labels().get(i));
            }
        }
    }

    @Override
    public void report(int number, int step, double value) throws StudyFileException {
        transaction(() -> execute("INSERT OR IGNORE INTO report VALUES (?, ?, ?)", number, step, value));
    }

    @Override
    public void remember(int number, String key, double value) throws StudyFileException {
        transaction(() -> note(number, key, value));
    }

    @Override
    public int claim(int number, String key) throws StudyFileException {
        return transaction(() -> {
            String own = "SELECT CAST(value AS INTEGER) FROM memory WHERE trial = ? AND name = ?";
            long known = number(own, number, key);
            if (known >= 0) {
                return (int) known;
            }
            String next = "SELECT coalesce(max(CAST(value AS INTEGER)) + 1, 0) FROM memory WHERE name = ?";
            int claimed = (int) number(next, key);
            note(number, key, claimed);
            return claimed;
        });
    }

    @Override
    public void note(int number, String key, String text) throws StudyFileException {
        transaction(() -> execute("INSERT OR REPLACE INTO note VALUES (?, ?, ?)", number, key, text));
    }

    @Override
    public void finish(int number, TrialState state, OptionalDouble value, String message) throws StudyFileException {
        transaction(() -> {
            int changed = execute(
                    "UPDATE trial SET state = ?, message = ?, finished = ? WHERE number = ? AND state = 'RUNNING'"
                            + " AND worker = ?",
                    state.name(),
                    message,
                    System.currentTimeMillis(),
                    number,
                    worker);
            return changed == 0 || value.isEmpty()
                    ? changed
                    : execute("UPDATE trial SET value = ? WHERE number = ?", value.getAsDouble(), number);
        });
    }

    @Override
    public void discard(int number, String message) throws StudyFileException {
        transaction(() -> {
            int changed = execute(
                    "UPDATE trial SET state = 'FAILED', message = ?, finished = ?, retried = 1"
                            + " WHERE number = ? AND state = 'RUNNING' AND worker = ?",
                    message,
                    System.currentTimeMillis(),
                    number,
                    worker);
            return changed == 0
                    ? 0
                    : execute("DELETE FROM memory WHERE trial = ? AND name LIKE ?", number, Sampler.POINT + "%");
        });
    }

    @Override
    public void abandon(int number, String message) throws StudyFileException {
        List<TrialRecord> trials = trials();
        transaction(() -> abandon(trials.get(number), message));
    }

    private int abandon(TrialRecord trial, String message) throws SQLException {
        long tries = number("SELECT tries FROM trial WHERE number = ?", trial.number());
        boolean again = tries < retries;
        int changed = execute(
                "UPDATE trial SET state = 'FAILED', message = ?, finished = ?, retried = ?"
                        + " WHERE number = ? AND state = 'RUNNING'",
                message,
                System.currentTimeMillis(),
                again ? 1 : 0,
                trial.number());
        if (changed > 0 && again) {
            Map<String, String> settings = new LinkedHashMap<>(trial.fixed());
            trial.parameters().forEach((name, setting) -> settings.put(name, setting.text()));
            Map<String, Double> points = new LinkedHashMap<>(trial.memory());
            points.keySet().removeIf(key -> !key.startsWith(Sampler.POINT));
            queue(settings, points, tries + 1);
        }
        return changed;
    }

    @Override
    public void beat() throws StudyFileException {
        transaction(() -> execute(
                "UPDATE trial SET heartbeat = ? WHERE state = 'RUNNING' AND worker = ?",
                System.currentTimeMillis(),
                worker));
    }

    @Override
    public void reap() throws StudyFileException {
        List<Integer> dead = transaction(() -> {
            List<Integer> numbers = new ArrayList<>();
            long now = System.currentTimeMillis();
            long late = now - graceMillis;
            long quiet = now - graceMillis / 2;
            try (PreparedStatement statement = database.connection()
                            .prepareStatement("SELECT number, worker, heartbeat FROM trial WHERE state = 'RUNNING'");
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Worker other = Worker.parse(String.valueOf(rows.getString(2)));
                    long heard = rows.getLong(3);
                    if (!other.text().equals(worker) && (heard < late || other.isDeadHere(heard < quiet))) {
                        numbers.add(rows.getInt(1));
                    }
                }
            }
            return numbers;
        });
        if (!dead.isEmpty()) {
            List<TrialRecord> trials = trials();
            for (int number : dead) {
                transaction(() -> abandon(trials.get(number), "its process died at " + Instant.now() + "."));
            }
        }
    }

    @Override
    public void close() throws StudyFileException {
        database.close();
    }
}
