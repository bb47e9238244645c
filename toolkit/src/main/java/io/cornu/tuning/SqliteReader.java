package io.cornu.tuning;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Reads trials, and remembers those that can no longer change. */
final class SqliteReader {
    private final Connection connection;
    /** The first trials up to one that has not ended. */
    private final List<TrialRecord> settled = new ArrayList<>();

    private final Map<String, Distribution> ranges = new LinkedHashMap<>();

    SqliteReader(Connection connection) {
        this.connection = connection;
    }

    /** One row of an answer. */
    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                row.take(rows);
            }
        }
    }

    Map<String, Distribution> ranges() throws SQLException {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        each("SELECT name, kind, low, high, step, logarithmic FROM range ORDER BY rowid", row -> {
            String name = row.getString(1);
            if (ranges.containsKey(name)) {
                return;
            }
            if (row.getString(2).equals("ChoiceDistribution")) {
                labels.put(name, new ArrayList<>());
            } else {
                ranges.put(name, numeric(row));
            }
        });
        if (!labels.isEmpty()) {
            each("SELECT name, label FROM label ORDER BY name, position", row -> {
                List<String> known = labels.get(row.getString(1));
                if (known != null) {
                    known.add(row.getString(2));
                }
            });
            labels.forEach((name, known) -> ranges.put(name, new ChoiceDistribution(known)));
        }
        return Map.copyOf(ranges);
    }

    private static Distribution numeric(ResultSet row) throws SQLException {
        boolean logarithmic = row.getInt(6) != 0;
        return switch (row.getString(2)) {
            case "FloatDistribution" -> new FloatDistribution(
                    row.getDouble(3), row.getDouble(4), row.getDouble(5), logarithmic);
            case "IntDistribution" -> new IntDistribution(
                    row.getLong(3), row.getLong(4), row.getLong(5), logarithmic);
            default -> throw new IllegalArgumentException("a range is of kind '" + row.getString(2) + "'");
        };
    }

    List<TrialRecord> trials() throws SQLException {
        int first = settled.size();
        Map<String, Distribution> known = ranges();
        Map<Integer, Map<String, Setting>> settings = new TreeMap<>();
        each("SELECT trial, name, value FROM setting WHERE trial >= " + first + " ORDER BY trial, position", row -> {
            Distribution range = known.get(row.getString(2));
            if (range == null) {
                throw new IllegalArgumentException("parameter '" + row.getString(2) + "' has no range");
            }
            of(settings, row).put(row.getString(2), new Setting(range, row.getDouble(3)));
        });
        Map<Integer, TreeMap<Integer, Double>> reports = new TreeMap<>();
        each("SELECT trial, step, value FROM report WHERE trial >= " + first, row -> reports.computeIfAbsent(
                        row.getInt(1), any -> new TreeMap<>())
                .put(row.getInt(2), real(row, 3)));
        Map<Integer, Map<String, String>> notes = new TreeMap<>();
        each("SELECT trial, name, note FROM note WHERE trial >= " + first, row -> of(notes, row)
                .put(row.getString(2), row.getString(3)));
        Map<Integer, Map<String, Double>> memory = new TreeMap<>();
        each("SELECT trial, name, value FROM memory WHERE trial >= " + first, row -> of(memory, row)
                .put(row.getString(2), real(row, 3)));
        Map<Integer, Map<String, String>> fixed = new TreeMap<>();
        each("SELECT trial, name, value FROM fixed WHERE trial >= " + first, row -> of(fixed, row)
                .put(row.getString(2), row.getString(3)));
        List<TrialRecord> trials = new ArrayList<>(settled);
        each(
                "SELECT number, state, value, message, started, finished FROM trial WHERE number >= " + first
                        + " ORDER BY number",
                row -> {
                    int number = row.getInt(1);
                    if (number != trials.size()) {
                        throw new IllegalArgumentException("trial " + trials.size() + " is missing");
                    }
                    trials.add(new TrialRecord(
                            number,
                            TrialState.valueOf(row.getString(2)),
                            row.getObject(3) == null ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(3)),
                            settings.getOrDefault(number, Map.of()),
                            reports.getOrDefault(number, new TreeMap<>()),
                            notes.getOrDefault(number, Map.of()),
                            memory.getOrDefault(number, Map.of()),
                            fixed.getOrDefault(number, Map.of()),
                            Instant.ofEpochMilli(row.getLong(5)),
                            Instant.ofEpochMilli(row.getLong(6)),
                            row.getString(4)));
                });
        while (settled.size() < trials.size()
                && requireValue(trials.get(settled.size())).state().isFinished()) {
            settled.add(trials.get(settled.size()));
        }
        return List.copyOf(trials);
    }

    private static TrialRecord requireValue(TrialRecord trial) {
        if (trial.state() == TrialState.COMPLETE && trial.value().isEmpty()) {
            throw new IllegalArgumentException("trial " + trial.number() + " is complete and has no value");
        }
        return trial;
    }

    private static <T> Map<String, T> of(Map<Integer, Map<String, T>> byTrial, ResultSet row) throws SQLException {
        return byTrial.computeIfAbsent(row.getInt(1), any -> new LinkedHashMap<>());
    }

    /** SQLite keeps NaN as NULL. */
    private static double real(ResultSet row, int column) throws SQLException {
        return row.getObject(column) == null ? Double.NaN : row.getDouble(column);
    }
}
