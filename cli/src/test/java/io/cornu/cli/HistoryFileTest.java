package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.model.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void hasOneRowAnEpochWithKerasNamesInTheirOrder() throws IOException {
        Path file = folder.resolve("history.csv");
        HistoryFile.write(
                file,
                List.of(
                        new History.Epoch(0, values("loss", .5, "val_loss", .75)),
                        new History.Epoch(1, values("loss", .25, "val_loss", .5))));
        assertThat(file).hasContent("epoch,loss,val_loss\n0,0.5,0.75\n1,0.25,0.5\n");
    }

    @Test
    void replacesTheEarlierFileAsAWhole() throws IOException {
        Path file = folder.resolve("history.csv");
        HistoryFile.write(file, List.of(new History.Epoch(0, values("loss", .5, "accuracy", .1))));
        HistoryFile.write(file, List.of());
        assertThat(file).hasContent("epoch\n");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void whatAnEpochLacksIsNotANumber() throws IOException {
        Path file = folder.resolve("history.csv");
        HistoryFile.write(
                file, List.of(new History.Epoch(0, values("a", 1, "b", 2)), new History.Epoch(1, Map.of("a", 3.))));
        assertThat(file).hasContent("epoch,a,b\n0,1.0,2.0\n1,3.0,NaN\n");
    }

    private static Map<String, Double> values(String first, double one, String second, double two) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(first, one);
        values.put(second, two);
        return values;
    }
}
