package io.cornu.tests.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results in a journal, of Java or of a twin. */
final class Journals {
    static final ObjectMapper JSON = new ObjectMapper();

    private Journals() {}

    /**
     * One number of each training.
     *
     * @param comparison what was compared
     * @param variant what was trained
     * @param result what was measured
     */
    record Key(String comparison, String variant, String result) {}

    /**
     * One training.
     *
     * @param comparison what was compared
     * @param variant what was trained
     * @param seed from which
     */
    record Training(String comparison, String variant, long seed) {}

    /** The loss of every epoch of each training; none where there is no journal. */
    static Map<Training, List<Double>> losses(Path journal) throws IOException {
        Map<Training, List<Double>> losses = new LinkedHashMap<>();
        for (JsonNode outcome : outcomes(journal)) {
            List<Double> values = new ArrayList<>();
            outcome.path("history").path("loss").forEach(value -> values.add(value.asDouble(Double.NaN)));
            losses.put(
                    new Training(
                            outcome.path("comparison").asText(),
                            outcome.path("variant").asText(),
                            outcome.path("seed").asLong()),
                    values);
        }
        return losses;
    }

    /** The values of all seeds; none where there is no journal. */
    static Map<Key, List<Double>> results(Path journal) throws IOException {
        Map<Key, List<Double>> results = new LinkedHashMap<>();
        for (JsonNode outcome : outcomes(journal)) {
            outcome.path("results").properties().forEach(entry -> results.computeIfAbsent(
                            new Key(
                                    outcome.path("comparison").asText(),
                                    outcome.path("variant").asText(),
                                    entry.getKey()),
                            missing -> new ArrayList<>())
                    .add(entry.getValue().asDouble(Double.NaN)));
        }
        return results;
    }

    private static List<JsonNode> outcomes(Path journal) throws IOException {
        List<JsonNode> outcomes = new ArrayList<>();
        if (Files.exists(journal)) {
            List<String> lines = Files.readAllLines(journal);
            for (String line : lines.subList(1, lines.size())) {
                outcomes.add(JSON.readTree(line));
            }
        }
        return outcomes;
    }
}
