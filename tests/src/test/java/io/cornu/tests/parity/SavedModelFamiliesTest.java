package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.model.LayerGraph;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.tests.parity.LayerParity.LayerCase;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network for each kind of layer, written as a SavedModel, does in Python what it does in Java: predicts, has gradients,
 * trains; and TFLite converts it, or it is known why not.
 */
@NeedsPython
@Tag("slow")
class SavedModelFamiliesTest {
    private static final int AT_ONCE = 4;

    /**
     * Those that TFLite is asked to convert here, a few seconds each. Pooling and dilated or transposed convolution of
     * volumes it does not convert, for it has no kernels for their operations.
     */
    private static final Set<String> CONVERTED = Set.of(
            "AutoContrast", "DepthwiseConv2D", "Embedding", "GRU", "LSTM", "LayerNormalization", "MultiHeadAttention");

    private static final List<LayerParity> FAMILIES = List.of(
            new LayerParityTest(),
            new CoreLayerParityTest(),
            new ConvolutionParityTest(),
            new PoolingParityTest(),
            new NormalizationLayerParityTest(),
            new RegularizationLayerParityTest(),
            new ActivationLayerParityTest(),
            new ReshapingLayerParityTest(),
            new MergingLayerParityTest(),
            new SpatialParityTest(),
            new RecurrentParityTest(),
            new AttentionParityTest(),
            new PreprocessingParityTest(),
            new AugmentationParityTest(),
            new MaskParityTest());

    @Test
    void everyKindOfLayerWorksInPython(@TempDir Path folder, PythonWorker python) throws IOException {
        Map<String, LayerCase> kinds = kinds();
        assertThat(kinds).hasSizeGreaterThan(100);
        List<String> failures = new ArrayList<>();
        Map<String, Object> cases = new LinkedHashMap<>();
        Map<String, LayerCase> byDirectory = new LinkedHashMap<>();
        int left = kinds.size();
        for (Map.Entry<String, LayerCase> kind : kinds.entrySet()) {
            String directory = "case_" + left--;
            byDirectory.put(directory, kind.getValue());
            int inputs = write(kind.getValue(), folder, directory);
            boolean isConverted = CONVERTED.contains(kind.getKey());
            cases.put(directory, Map.of("inputs", inputs, "converted", isConverted));
            // Not all at once, for Python's answers have a time limit.
            if (cases.size() == AT_ONCE || left == 0) {
                JsonNode results = python.call("savedmodel_families", "families", folder, Map.of("cases", cases));
                byDirectory.forEach((name, test) -> collect(test, results.get(name), failures));
                cases.clear();
                byDirectory.clear();
            }
        }
        assertThat(failures).isEmpty();
    }

    private static void collect(LayerCase test, JsonNode result, List<String> failures) {
        boolean isSame = result.path("difference").asDouble(1) <= 10 * test.tolerance();
        if (!isSame
                || result.get("missing").asInt() != 0
                || result.get("training").asText().startsWith("failed")) {
            failures.add(test.name() + ": " + result);
        }
    }

    private static int write(LayerCase test, Path folder, String directory) throws IOException {
        try (Model model = test.architecture().build(Seed.of(1))) {
            List<Array> inputs =
                    LayerParity.inputs(test, Seed.of(test.name().hashCode()).generator());
            for (int i = 0; i < inputs.size(); i++) {
                NumpyFiles.write(folder.resolve(directory + "_x" + i + ".npy"), inputs.get(i));
            }
            Dataset data = Dataset.ofInputs(inputs.toArray(Array[]::new));
            NumpyFiles.write(
                    folder.resolve(directory + "_y.npy"),
                    model.predict(data, 32).get(0));
            SavedModel.write(model, folder.resolve(directory));
            return inputs.size();
        }
    }

    /** The first case with each kind of layer. */
    private static Map<String, LayerCase> kinds() {
        Map<String, LayerCase> kinds = new TreeMap<>();
        Set<LayerCase> chosen = new HashSet<>();
        for (LayerParity family : FAMILIES) {
            for (LayerCase test : family.cases()) {
                for (LayerGraph.NetworkLayer layer : test.architecture().graph().layers()) {
                    if (!kinds.containsKey(layer.layer().kind()) && chosen.add(test)) {
                        kinds.put(layer.layer().kind(), test);
                    }
                }
            }
        }
        return kinds;
    }
}
