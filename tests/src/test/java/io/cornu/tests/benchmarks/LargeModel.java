package io.cornu.tests.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.serving.Predictor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** How long a large {@code .keras} file keeps a service waiting; prints one line of JSON. */
public final class LargeModel {
    private static final int IMAGE = 224 * 224 * 3;
    private static final int CALLS = 20;

    private LargeModel() {}

    /**
     * Reads, opens and predicts.
     *
     * @param args the file, of a model that takes images of 224 x 224 pixels
     * @throws IOException if it cannot be read
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        ObjectNode result = new ObjectMapper().createObjectNode();
        long start = System.nanoTime();
        KerasModel first = KerasArchive.read(file);
        result.put("read", milliseconds(start));
        start = System.nanoTime();
        KerasModel second = KerasArchive.read(file);
        result.put("read again", milliseconds(start));
        if (!first.weights().byPath().keySet().equals(second.weights().byPath().keySet())) {
            throw new IllegalStateException("a file was read in two ways");
        }
        start = System.nanoTime();
        try (Predictor predictor = Predictor.open(file)) {
            float[] image = new float[IMAGE];
            predictor.predict(image);
            result.put("first answer", milliseconds(start));
            double[] calls = new double[CALLS];
            for (int i = 0; i < CALLS; i++) {
                start = System.nanoTime();
                predictor.predict(image);
                calls[i] = milliseconds(start);
            }
            Arrays.sort(calls);
            result.put("one image", calls[CALLS / 2]);
        }
        System.out.println(new ObjectMapper().writeValueAsString(result));
    }

    private static double milliseconds(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
