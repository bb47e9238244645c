package io.cornu.cli;

import io.cornu.data.AtomicFiles;
import io.cornu.model.History;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** {@code history.csv}: one row an epoch, {@code epoch} first and then Keras' names; written as a whole each time. */
final class HistoryFile {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    private HistoryFile() {}

    static void write(Path target, List<History.Epoch> epochs) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        epochs.forEach(epoch -> names.addAll(epoch.values().keySet()));
        AtomicFiles.write(target, file -> {
            try (BufferedWriter writer = Files.newBufferedWriter(file);
                    CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
                List<Object> header = new ArrayList<>(List.of("epoch"));
                header.addAll(names);
                printer.printRecord(header);
                for (History.Epoch epoch : epochs) {
                    List<Object> row = new ArrayList<>(List.of(epoch.number()));
                    names.forEach(name -> row.add(epoch.values().getOrDefault(name, Double.NaN)));
                    printer.printRecord(row);
                }
            }
        });
    }
}
