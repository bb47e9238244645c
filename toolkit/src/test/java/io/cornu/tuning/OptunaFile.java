package io.cornu.tuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What {@code tests/src/test/python/optuna_goldens.py} wrote: cases of lines, each line a word and what belongs to it. */
record OptunaFile(List<Case> cases) {
    static final Map<String, Distribution> SPACE = new TreeMap<>(Map.of(
            "choice", new ChoiceDistribution(List.of("a", "b", "c")),
            "float", FloatDistribution.of(-2, 3),
            "grid", new FloatDistribution(0, 1, .25, false),
            "int", IntDistribution.of(-5, 20),
            "logfloat", new FloatDistribution(1e-5, 1, 0, true),
            "logint", new IntDistribution(1, 1000, 1, true),
            "stepint", new IntDistribution(0, 30, 3, false)));

    /**
     * One case.
     *
     * @param title the words of its first line
     * @param lines the words of the others
     */
    record Case(List<String> title, List<List<String>> lines) {
        List<List<String>> lines(String first) {
            return lines.stream().filter(line -> line.get(0).equals(first)).toList();
        }

        /** Lines such as {@code trial COMPLETE 0.5 0:0.1,1:0.2 float=0.3}. */
        List<TrialRecord> trials() {
            List<TrialRecord> trials = new ArrayList<>();
            for (List<String> line : lines("trial")) {
                TreeMap<Integer, Double> reports = new TreeMap<>();
                if (!line.get(3).equals("-")) {
                    for (String report : line.get(3).split(",", -1)) {
                        String[] parts = report.split(":", 2);
                        reports.put(Integer.parseInt(parts[0]), Double.parseDouble(parts[1]));
                    }
                }
                Map<String, Setting> settings = new LinkedHashMap<>();
                settings(line.subList(4, line.size()))
                        .forEach((name, value) -> settings.put(name, new Setting(range(name), value)));
                trials.add(new TrialRecord(
                        trials.size(),
                        TrialState.valueOf(line.get(1)),
                        line.get(2).equals("-")
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(Double.parseDouble(line.get(2))),
                        settings,
                        reports,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        ""));
            }
            return trials;
        }
    }

    static Map<String, Double> settings(List<String> words) {
        Map<String, Double> settings = new TreeMap<>();
        for (String word : words) {
            String[] parts = word.split("=", 2);
            settings.put(parts[0], range(parts[0]).parse(parts[1]));
        }
        return settings;
    }

    private static Distribution range(String name) {
        return Objects.requireNonNull(SPACE.get(name), name);
    }

    static double[] numbers(List<String> words) {
        return words.stream().mapToDouble(Double::parseDouble).toArray();
    }

    static OptunaFile read(String name) {
        try {
            List<Case> cases = new ArrayList<>();
            for (String line :
                    Files.readAllLines(Path.of("src/test/resources/io/cornu/tuning/optuna-" + name + ".txt"))) {
                List<String> words = Arrays.asList(line.split(" ", -1));
                if (words.get(0).equals("case")) {
                    cases.add(new Case(words.subList(1, words.size()), new ArrayList<>()));
                } else if (!words.get(0).equals("#")) {
                    cases.get(cases.size() - 1).lines().add(words);
                }
            }
            return new OptunaFile(cases);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
