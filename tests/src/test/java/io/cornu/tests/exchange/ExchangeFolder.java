package io.cornu.tests.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.model.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arrays that Python and Java pass to one another, and how they are compared.
 *
 * @param path where they lie
 */
record ExchangeFolder(Path path) {
    void save(Batch data) throws IOException {
        save("x", data.inputs());
        save("y", data.targets());
    }

    void save(String name, List<Array> arrays) throws IOException {
        for (int i = 0; i < arrays.size(); i++) {
            NumpyFiles.write(path.resolve(name + "_" + i + ".npy"), arrays.get(i));
        }
    }

    Dataset data() throws IOException {
        return Dataset.of(new Batch(load("x"), load("y"), Optional.empty()));
    }

    List<Array> load(String name) throws IOException {
        List<Array> arrays = new ArrayList<>();
        for (int i = 0; Files.exists(path.resolve(name + "_" + i + ".npy")); i++) {
            arrays.add(NumpyFiles.read(path.resolve(name + "_" + i + ".npy")));
        }
        return arrays;
    }

    /** Within 1e-5 of what Python predicted. */
    void requirePredictions(List<Array> predicted) throws IOException {
        requirePredictions(predicted, 1e-5);
    }

    void requirePredictions(List<Array> predicted, double tolerance) throws IOException {
        List<Array> expected = load("python");
        assertThat(predicted).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(predicted.get(i).shape()).isEqualTo(expected.get(i).shape());
            assertThat(predicted.get(i).toDoubles())
                    .usingElementComparator((a, b) -> Math.abs(a - b) <= tolerance ? 0 : Double.compare(a, b))
                    .containsExactly(expected.get(i).toDoubles());
        }
    }

    /** Each value within 1e-4 of its size of what Python had. */
    static void requireHistory(History history, JsonNode expected) {
        expected.properties().forEach(entry -> {
            double[] values = history.get(entry.getKey());
            assertThat(values).as(entry.getKey()).hasSize(entry.getValue().size());
            for (int i = 0; i < values.length; i++) {
                double value = entry.getValue().get(i).asDouble();
                assertThat(values[i])
                        .as(entry.getKey() + " of epoch " + i)
                        .isCloseTo(value, within(1e-4 * Math.abs(value)));
            }
        });
    }
}
