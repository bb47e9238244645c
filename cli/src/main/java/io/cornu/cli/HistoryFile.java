package io.cornu.cli;

import io.cornu.data.CsvFiles;
import io.cornu.model.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code history.csv}: one row an epoch, {@code epoch} first and then Keras' names; written as a whole each time. */
final class HistoryFile {
    private HistoryFile() {}

    static void write(Path target, List<History.Epoch> epochs) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        epochs.forEach(epoch -> names.addAll(epoch.values().keySet()));
        List<String> header = new ArrayList<>(List.of("epoch"));
        header.addAll(names);
        List<List<Object>> rows = new ArrayList<>();
        for (History.Epoch epoch : epochs) {
            List<Object> row = new ArrayList<>(List.of(epoch.number()));
            names.forEach(name -> row.add(epoch.values().getOrDefault(name, Double.NaN)));
            rows.add(row);
        }
        CsvFiles.write(target, header, rows);
    }
}
