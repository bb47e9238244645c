package io.cornu.savedmodels.keras;

import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5GroupBuilder;
import io.cornu.savedmodels.hdf5.Hdf5Reader;
import io.cornu.savedmodels.hdf5.Hdf5Writer;
import io.cornu.savedmodels.keras.KerasWeightsOptions.Pairing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of ours read by us, and what is wrong with others; what Keras makes of them is WeightsFileExchangeTest's matter. */
class KerasWeightsTest {
    private static final KerasWeightsOptions SKIPPING =
            KerasWeightsOptions.defaults().withSkipsMismatch(true);
    private static final Sequential WIDE = network(5);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("x.weights.h5");
    }

    private static Sequential network(int classes) {
        return Sequential.of(
                Input.of(3),
                Dense.of(4).named("first"),
                BatchNormalization.of().named("normal"),
                Dense.of(classes).named("last"));
    }

    @Test
    void weightsComeBackTheSame() throws IOException {
        for (var architecture : List.of(Samples.cnn(), Samples.branches())) {
            KerasModel model = Samples.plain(architecture);
            KerasWeights.write(model, file, KerasRegistry.standard());

            assertThat(KerasWeights.read(file, architecture).weights()).isEqualTo(model.weights());
        }
    }

    @Test
    void theOptimizerGoesOnToo() throws IOException {
        KerasModel saved = Samples.compiled(Samples.cnn(), Compilation.of(Adam.of(.1), meanSquaredError()), Set.of());
        KerasWeights.write(saved, file, KerasRegistry.standard());
        try (Model model = Samples.cnn().build(Seed.of(1))) {
            CompiledModel compiled = model.compile(Adam.of(.1), meanSquaredError());

            KerasWeights read = KerasWeights.read(file, compiled);
            read.giveTo(compiled);

            assertThat(read.optimizerState()).isEqualTo(saved.optimizerState());
            assertThat(model.weights()).isEqualTo(saved.weights());
            assertThat(compiled.optimizerState())
                    .isEqualTo(saved.optimizerState().orElseThrow());
        }
    }

    @Test
    void theTypeIsAsAsked() throws IOException {
        KerasModel model = Samples.doubled(Samples.plain(Samples.cnn()));
        KerasWeights.write(model, file, KerasRegistry.standard());

        assertThat(KerasWeights.read(
                                file,
                                Samples.cnn(),
                                KerasWeightsOptions.defaults().withDataType(DataType.FLOAT64))
                        .weights())
                .isEqualTo(model.weights());
    }

    @Test
    void allThatDoesNotMatchIsToldAtOnce() throws IOException {
        KerasWeights.write(Samples.plain(Samples.cnn()), file, KerasRegistry.standard());

        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> KerasWeights.read(file, WIDE))
                .withMessageContaining("7 of 8 variables do not match")
                .withMessageContaining("first/kernel expected (3, 4), received (48, 4)")
                .withMessageContaining("normal/gamma expected (4,), received (3,)")
                .withMessageContaining("last/kernel is missing")
                .withMessageContaining("layers/conv2d/vars/0");
    }

    @Test
    void layersThatDoNotMatchCanBeSkipped() throws IOException {
        KerasModel saved = Samples.plain(network(2));
        KerasWeights.write(saved, file, KerasRegistry.standard());
        try (Model model = WIDE.build(Seed.of(1))) {
            Array before = model.weights().get("last/kernel");

            KerasWeights read = KerasWeights.read(file, WIDE, SKIPPING);
            read.giveTo(model);

            assertThat(read.skipped())
                    .containsExactly(
                            "last/kernel expected (4, 5), received (4, 2)", "last/bias expected (5,), received (2,)");
            assertThat(model.weights().get("first/kernel"))
                    .isEqualTo(saved.weights().get("first/kernel"));
            assertThat(model.weights().get("last/kernel")).isEqualTo(before);
        }
    }

    /** Of a layer all weights are taken or none. */
    @Test
    void aLayerIsSkippedWhole() throws IOException {
        KerasModel saved = Samples.plain(Sequential.of(
                Input.of(2),
                Dense.of(4).named("first"),
                BatchNormalization.of().named("normal"),
                Dense.of(5).named("last")));
        KerasWeights.write(saved, file, KerasRegistry.standard());

        assertThat(KerasWeights.read(file, WIDE, SKIPPING).weights().byPath())
                .doesNotContainKeys("first/kernel", "first/bias")
                .containsKeys("last/kernel", "normal/moving_variance");
    }

    @Test
    void weightsInSeveralFilesAreOne() throws IOException {
        KerasModel saved = Samples.plain(WIDE);
        KerasWeights.write(saved, file, KerasRegistry.standard());
        Hdf5Group all = Hdf5Reader.read(file);
        Hdf5GroupBuilder first = Hdf5Group.builder();
        Hdf5GroupBuilder second = Hdf5Group.builder();
        for (var layer : all.group("layers").groups().entrySet()) {
            Hdf5Group vars = layer.getValue().group("vars");
            Hdf5GroupBuilder even = Hdf5Group.builder().text("name", layer.getKey());
            Hdf5GroupBuilder odd = Hdf5Group.builder().text("name", layer.getKey());
            IntStream.range(0, vars.children().size()).forEach(i -> (i % 2 == 0 ? even : odd)
                    .node(
                            Integer.toString(i),
                            vars.findDataset(Integer.toString(i)).orElseThrow()));
            first.group(
                    layer.getKey(),
                    Hdf5Group.builder().group("vars", even.build()).build());
            second.group(
                    layer.getKey(),
                    Hdf5Group.builder().group("vars", odd.build()).build());
        }
        Hdf5Writer.write(
                folder.resolve("a_0.h5"),
                Hdf5Group.builder().group("layers", first.build()).build());
        Hdf5Writer.write(
                folder.resolve("a_1.h5"),
                Hdf5Group.builder().group("layers", second.build()).build());

        Path index = index("{\"/layers/dense/vars\": [\"a_0.h5\", \"a_1.h5\"], \"/vars\": \"a_0.h5\"}");

        assertThat(KerasWeights.read(index, WIDE).weights()).isEqualTo(saved.weights());
        Files.copy(folder.resolve("a_0.h5"), folder.resolve("again.h5"));
        refuse(
                index("{\"/x\": [\"a_0.h5\", \"again.h5\"]}"),
                "expected every variable in one file, received '0' in two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../x.weights.h5    | in the same folder, received '../x.weights.h5'",
                "/etc/passwd        | in the same folder",
                "a\\\\b             | in the same folder",
                "none.h5            | expected the file none.h5 beside the index, received none",
            })
    void indexesNameFilesBesideThem(String name, String message) throws IOException {
        refuse(index("{\"/layers/dense/vars\": \"" + name + "\"}"), message);
    }

    @Test
    void indexesNameFiles() throws IOException {
        refuse(index("{}"), "expected 1 to 10000 files of weights, received 0");
    }

    private Path index(String map) throws IOException {
        return Files.writeString(folder.resolve("a.weights.json"), "{\"weight_map\": " + map + "}");
    }

    private void refuse(Path path, String message) {
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> KerasWeights.read(path, WIDE))
                .withMessageContaining(message);
    }

    // ---------------------------------------------------------------- Keras 2

    private static Hdf5Group layer(String... variables) {
        Hdf5GroupBuilder layer = Hdf5Group.builder().texts("weight_names", List.of(variables));
        for (String name : variables) {
            layer.array(name, name.startsWith("kernel") ? Array.of(new float[12], 3, 4) : Array.of(new float[4]));
        }
        return layer.build();
    }

    @Test
    void layersOfTheSameNameAreTaken() throws IOException {
        Hdf5Writer.write(
                file,
                Hdf5Group.builder()
                        .texts("layer_names", List.of("other", "first"))
                        .group("other", layer("bias:0"))
                        .group("first", layer("kernel:0", "bias:0"))
                        .build());

        KerasWeights read =
                KerasWeights.read(file, WIDE, KerasWeightsOptions.defaults().withPairing(Pairing.BY_NAME));

        assertThat(read.weights().byPath()).containsOnlyKeys("first/kernel", "first/bias");
        assertThat(read.skipped())
                .containsExactly(
                        "layer 'normal' is not in the file",
                        "layer 'last' is not in the file",
                        "'other' belongs to no layer");
        refuse(file, "expected 3 layers with weights, received 2");
    }

    @Test
    void legacyFilesMustFitToo() throws IOException {
        Hdf5Writer.write(
                file,
                Hdf5Group.builder()
                        .texts("layer_names", List.of("a", "b", "none", "c"))
                        .group("a", layer("bias:0", "kernel:0"))
                        .group("b", layer("bias:0", "bias:1", "bias:2", "bias:3", "bias:4"))
                        .group("none", layer())
                        .group("c", layer("kernel:0"))
                        .build());
        refuse(file, "first/kernel expected (3, 4), received (4,)");
        refuse(file, "layer 'b' of the file expected 4 variables, received 5");
        refuse(file, "last/bias is missing");
        Hdf5Writer.write(
                file,
                Hdf5Group.builder()
                        .texts("layer_names", List.of("../a"))
                        .group("a", layer("bias:0"))
                        .build());
        refuse(file, "expected group '..'");
    }
}
