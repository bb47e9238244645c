package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with operations and masks, as people write them in Keras: read, run, written again, and run in Keras. */
@NeedsPython
class OperationFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void predictAsInKerasAndThereAgain(PythonWorker python) throws IOException {
        JsonNode sizes = python.call("operations", "write", folder, Map.of());
        Array x = NumpyFiles.read(folder.resolve("x.npy"));
        List<String> names = new ArrayList<>();
        sizes.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            KerasModel saved = KerasArchive.read(folder.resolve(name + ".keras"));
            KerasArchive.write(saved, folder.resolve("java_" + name + ".keras"), KerasRegistry.standard());
            assertThat(KerasArchive.read(folder.resolve("java_" + name + ".keras")))
                    .as(name)
                    .isEqualTo(saved);
            try (Model model = saved.build(Seed.of(1))) {
                List<Array> outputs = model.predict(Dataset.ofInputs(x), 5);
                assertThat(outputs).hasSize(sizes.get(name).asInt());
                for (int i = 0; i < outputs.size(); i++) {
                    assertSame(name + " " + i, outputs.get(i), name + "_" + i);
                }
            }
        }
        python.call("operations", "predict", folder, Map.of("names", names));
        for (String name : names) {
            for (int i = 0; i < sizes.get(name).asInt(); i++) {
                String file = name + "_" + i;
                assertSame(file + " in Keras", NumpyFiles.read(folder.resolve("java_" + file + ".npy")), file);
            }
        }
    }

    private void assertSame(String what, Array ours, String file) throws IOException {
        LayerParity.assertClose(what, ours, NumpyFiles.read(folder.resolve(file + ".npy")), 1e-5);
    }

    @Test
    void whatIsNotReadIsNamed(PythonWorker python) throws IOException {
        python.call("operations", "refused", folder, Map.of());
        refuses("own_mask", "LSTM 'lstm", "'any", "a mask of the model's own", "Masking");
        refuses("given_mask", "LSTM 'lstm", "'input_layer", "a mask of the model's own");
        refuses("fft", "FFT", "expected an operation that this toolkit has", "a layer of your own");
        refuses("batch", "Mean 'mean", "expected an axis of the examples, received 0");
    }

    private void refuses(String name, String... words) {
        assertThatThrownBy(() -> KerasArchive.read(folder.resolve(name + ".keras")))
                .isInstanceOf(MalformedFileException.class)
                .satisfies(error -> assertThat(error).hasMessageContainingAll(words));
    }
}
