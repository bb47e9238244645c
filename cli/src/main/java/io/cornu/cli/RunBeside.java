package io.cornu.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.ReadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a model file comes from: the report of the run that left it there. */
final class RunBeside {
    private static final long MAX_REPORT_BYTES = 1 << 20;

    private RunBeside() {}

    /** The report of the run in whose folder the file lies, or an empty map. */
    static Map<String, Object> read(Path file) {
        Path report = file.toAbsolutePath().normalize().resolveSibling("run.json");
        Map<String, Object> run = new LinkedHashMap<>();
        try {
            if (Files.isRegularFile(report) && Files.size(report) <= MAX_REPORT_BYTES) {
                JsonNode json = Json.read(report.toString(), Files.readAllBytes(report), ReadLimits.defaults());
                if (json.has("status") && json.has("environment")) {
                    run.put("report", report.toString());
                    for (String key :
                            List.of("status", "started", "finished", "epochs", "seconds", "metrics", "test")) {
                        if (json.hasNonNull(key)) {
                            run.put(key, json.get(key));
                        }
                    }
                    run.put("data", json.path("data").path("digest"));
                    run.put("environment", json.get("environment"));
                }
            }
        } catch (IOException unreadable) {
            // It is only beside the file: a damaged one says nothing about it.
            run.clear();
        }
        return run;
    }

    /** The same in a line. */
    static String text(Map<String, Object> run) {
        List<String> parts = new ArrayList<>();
        run.forEach((key, value) -> {
            if (value instanceof JsonNode node && !node.isMissingNode() && !key.equals("environment")) {
                parts.add(key + " " + (node.isTextual() ? node.textValue() : Json.write(node)));
            }
        });
        return String.join(", ", parts);
    }
}
