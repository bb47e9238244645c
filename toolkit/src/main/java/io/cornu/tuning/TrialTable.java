package io.cornu.tuning;

import io.cornu.data.CsvFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A study's trials as rows of words. */
record TrialTable(List<String> header, List<List<String>> rows) {
    static TrialTable of(StudyResult study) {
        Set<String> parameters = study.parameters().keySet();
        Set<String> notes = new TreeSet<>();
        study.trials().forEach(trial -> notes.addAll(trial.attributes().keySet()));
        List<String> header = new ArrayList<>(List.of("number", "state", "value", "started", "finished", "seconds"));
        parameters.forEach(name -> header.add("parameter " + name));
        notes.forEach(name -> header.add("note " + name));
        header.addAll(List.of("reports", "message"));
        List<List<String>> rows = new ArrayList<>();
        for (TrialRecord trial : study.trials()) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(trial.number()));
            row.add(trial.state().name());
            row.add(trial.value().isPresent() ? Double.toString(trial.value().getAsDouble()) : "");
            row.add(trial.started().toString());
            row.add(trial.state().isFinished() ? trial.finished().toString() : "");
            row.add(
                    trial.state().isFinished()
                            ? Double.toString(trial.duration().toMillis() / 1000.0)
                            : "");
            for (String name : parameters) {
                row.add(trial.parameters().containsKey(name) ? trial.text(name) : "");
            }
            notes.forEach(name -> row.add(trial.attributes().getOrDefault(name, "")));
            row.add(trial.intermediateValues().entrySet().stream()
                    .map(report -> report.getKey() + "=" + report.getValue())
                    .collect(Collectors.joining(" ")));
            row.add(trial.message());
            rows.add(row);
        }
        return new TrialTable(header, rows);
    }

    void write(Path file) throws IOException {
        CsvFiles.write(file, header, rows);
    }
}
