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
    private static final ObjectMapper JSON = new ObjectMapper();

    private Journals() {}

    /**
     * One number of each training.
     *
     * @param comparison what was compared
     * @param variant what was trained
     * @param result what was measured
     */
    record Key(String comparison, String variant, String result) {}

    /** The values of all seeds; none where there is no journal. */
    static Map<Key, List<Double>> results(Path journal) throws IOException {
        Map<Key, List<Double>> results = new LinkedHashMap<>();
        if (!Files.exists(journal)) {
            return results;
        }
        List<String> lines = Files.readAllLines(journal);
        for (String line : lines.subList(1, lines.size())) {
            JsonNode outcome = JSON.readTree(line);
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
}
