package io.cornu.cli;

import io.cornu.model.History;
import io.cornu.plots.Figure;
import io.cornu.plots.TrainingCurves;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code curves.svg} and {@code curves.png}. */
final class Curves {
    private Curves() {}

    static void write(RunFolder folder, List<History.Epoch> epochs) throws IOException {
        if (epochs.isEmpty()) {
            return;
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String name : epochs.get(epochs.size() - 1).values().keySet()) {
            columns.put(
                    name,
                    epochs.stream()
                            .mapToDouble(epoch -> epoch.values().getOrDefault(name, Double.NaN))
                            .toArray());
        }
        Figure figure = TrainingCurves.of(columns);
        figure.writeSvg(folder.curves("svg"));
        figure.writePng(folder.curves("png"));
    }
}
