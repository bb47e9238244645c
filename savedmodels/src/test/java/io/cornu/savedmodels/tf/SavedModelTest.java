package io.cornu.savedmodels.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Add;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.BuildOptions;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

class SavedModelTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void predictsTheSameBits() throws IOException {
        Array images = Networks.numbers(3, 20, 8, 8, 1);
        try (Model model = Networks.trained()) {
            SavedModel.write(model, folder.resolve("model"));
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("model"))) {
                assertThat(loaded.predict(List.of(images))).containsExactly(model.predict(images));
                assertThat(loaded.predict(Map.of("image", images)))
                        .containsExactly(Map.entry("digit", model.predict(images)));
                assertThat(loaded.predict(List.of(images.rows(0, 1)))
                                .get(0)
                                .shape()
                                .asArray())
                        .containsExactly(1, 10);
                assertThat(loaded.signatures().stream().map(SavedModelSignature::toString))
                        .containsExactly(
                                "mc_dropout(image: float32 (None, 8, 8, 1), seed: int64 (2,)) -> digit: float32 (None, 10)",
                                "serving_default(image: float32 (None, 8, 8, 1)) -> digit: float32 (None, 10)");
            }
        }
    }

    @Test
    void dropsByTheSeed() throws IOException {
        Array images = Networks.numbers(3, 20, 8, 8, 1);
        try (Model model = Networks.trained()) {
            SavedModel.write(model, folder.resolve("model"));
            Array sample =
                    model.predictMonteCarlo(Dataset.ofInputs(images), 20, 7).get(0);
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("model"))) {
                assertThat(dropped(loaded, images, 0, 7)).isEqualTo(sample).isEqualTo(dropped(loaded, images, 0, 7));
                assertThat(dropped(loaded, images, 0, 8)).isNotEqualTo(sample);
                assertThat(dropped(loaded, images, 1, 7)).isNotEqualTo(sample);
                assertThat(dropped(loaded, images, 7, 0)).isNotEqualTo(sample);
            }
        }
    }

    private static Array dropped(LoadedSavedModel loaded, Array images, long... seed) {
        return loaded.predict("mc_dropout", List.of(images, Array.of(seed))).get(0);
    }

    @Test
    void keepsTheOrderOfInputsAndOutputs() throws IOException {
        Array images = Networks.bytes(1, 5, 6, 6, 1);
        Array extras = Networks.numbers(2, 5, 3);
        try (Model model = Networks.twoInTwoOut().build(Networks.SEED)) {
            SavedModel.write(model, folder.resolve("model"));
            List<Array> expected = model.predict(Dataset.ofInputs(images, extras), 5);
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("model"))) {
                assertThat(loaded.predict(List.of(images, extras))).isEqualTo(expected);
                assertThat(loaded.predict(Map.of("extra", extras, "image", images)))
                        .isEqualTo(Map.of("second", expected.get(0), "first", expected.get(1)));
                assertThat(loaded.signatures())
                        .singleElement()
                        .hasToString("serving_default(image: uint8 (None, 6, 6, 1), extra: float32 (None, 3))"
                                + " -> second: float32 (None, 2), first: float32 (None, 1)");
            }
        }
    }

    /** The loader of C++, which TensorFlow Serving uses too, reads the file itself. */
    @Test
    void loadsInTensorFlowsOwnLoader() throws IOException {
        Array images = Networks.numbers(3, 20, 8, 8, 1);
        try (Model model = Networks.trained()) {
            SavedModel.write(model, folder.resolve("model"));
            float[] expected = model.predict(images).toFloats();
            try (SavedModelBundle bundle =
                            SavedModelBundle.load(folder.resolve("model").toString(), "serve");
                    TFloat32 input = TFloat32.tensorOf(org.tensorflow.ndarray.Shape.of(20, 8, 8, 1))) {
                float[] pixels = images.toFloats();
                for (int i = 0; i < pixels.length; i++) {
                    input.setFloat(pixels[i], i / 64, i / 8 % 8, i % 8, 0);
                }
                try (org.tensorflow.Result result =
                        bundle.function("serving_default").call(Map.<String, Tensor>of("image", input))) {
                    TFloat32 output = (TFloat32) result.get("digit").orElseThrow();
                    for (int i = 0; i < expected.length; i++) {
                        assertThat(output.getFloat(i / 10, i % 10)).isEqualTo(expected[i]);
                    }
                }
                // The saver works in both directions.
                Session session = bundle.session();
                session.save(folder.resolve("again").toString());
                assertThat(folder.resolve("again.index")).exists();
            }
        }
    }

    @Test
    void tellsWhatItHolds() throws IOException {
        try (Model model = Networks.convolutional().build(Networks.SEED)) {
            model.freeze(name -> name.equals("conv2d"));
            SavedModel.write(model, folder.resolve("model"));
        }
        SavedModelDescription description = SavedModel.describe(folder.resolve("model"));
        assertThat(description.tensorFlowVersion()).contains("2.18.0");
        assertThat(description.isHarmless()).isTrue();
        assertThat(description.signatures()).hasSize(2);
        assertThat(description.graphBytes()).isEqualTo(Files.size(folder.resolve("model/saved_model.pb")));
        assertThat(description.variables())
                .extracting(variable -> variable.tensor() + (variable.isTrainable() ? " trained" : ""))
                .startsWith(
                        "conv2d/kernel: float32 (3, 3, 1, 4)",
                        "conv2d/bias: float32 (4,)",
                        "batch_normalization/gamma: float32 (4,) trained",
                        "batch_normalization/beta: float32 (4,) trained",
                        "batch_normalization/moving_mean: float32 (4,)")
                .hasSize(14);
    }

    @Test
    void writesNetworksOfUnusualNames() throws IOException {
        Functional.Builder builder = Functional.builder();
        Functional.Node input = builder.input(Input.of(3).named("seed"));
        Functional.Node x = builder.add(Dense.of(3).named("variables"), input);
        x = builder.add(Dropout.of(0.5).named("call"), x);
        Functional.Node serve = builder.add(Dense.of(2).named("serve"), x);
        Functional.Node saver = builder.add(Dense.of(2).named("saver_filename"), x);
        Array numbers = Networks.numbers(1, 4, 3);
        try (Model model =
                builder.build(List.of(input), List.of(serve, saver, serve)).build(Networks.SEED)) {
            SavedModel.write(model, folder.resolve("model"));
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("model"))) {
                assertThat(loaded.predict(List.of(numbers))).isEqualTo(model.predict(Dataset.ofInputs(numbers), 4));
                assertThat(loaded.defaultSignature().outputs())
                        .extracting(TensorDescription::name)
                        .containsExactly("serve", "saver_filename", "serve_1");
                assertThat(loaded.predict("mc_dropout", Map.of("seed", numbers, "seed_1", Array.of(new long[] {0, 1}))))
                        .hasSize(3);
            }
        }
    }

    /** What Python's inspect takes as parameters, and what tf.function makes of the rest. */
    @Test
    void namesArgumentsAsPythonCan() throws IOException {
        Functional.Builder builder = Functional.builder();
        List<Functional.Node> inputs = Stream.of("my-in.put", "my_in_put", "1x", "class", "self")
                .map(name -> builder.input(Input.of(2).named(name)))
                .toList();
        Functional.Node sum = builder.add(Add.of(), inputs.toArray(Functional.Node[]::new));
        try (Model model = builder.build(inputs, List.of(sum)).build(Networks.SEED)) {
            SavedModel.write(model, folder.resolve("model"));
        }
        assertThat(SavedModel.describe(folder.resolve("model"))
                        .signatures()
                        .get(0)
                        .inputs())
                .extracting(TensorDescription::name)
                .containsExactly("my_in_put", "my_in_put_1", "arg_1x", "class_", "self_");
    }

    @Test
    void writesNetworksWithoutVariablesAndOfDoubles() throws IOException {
        Array numbers = Networks.numbers(1, 4, 2, 3);
        try (Model model = Sequential.of(Input.of(2, 3), Flatten.of()).build(Networks.SEED)) {
            SavedModel.write(model, folder.resolve("flat"));
        }
        try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("flat"))) {
            assertThat(loaded.predict(List.of(numbers))).containsExactly(numbers.reshape(4, 6));
        }
        try (Model model = Sequential.of(Input.of(2), Dense.of(1))
                .build(BuildOptions.of(Networks.SEED).withDataType(DataType.FLOAT64))) {
            SavedModel.write(model, folder.resolve("doubles"));
            Array row = Networks.numbers(1, 1, 2);
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("doubles"))) {
                assertThat(loaded.predict(List.of(row))).containsExactly(model.predict(row));
                assertThat(loaded.predict(List.of(row)).get(0).dataType()).isEqualTo(DataType.FLOAT64);
            }
        }
    }

    @Test
    void leavesTheEarlierOneWhereWritingFails() throws IOException {
        Path target = folder.resolve("model");
        Model model = Networks.convolutional().build(Networks.SEED);
        SavedModel.write(model, target);
        byte[] before = Files.readAllBytes(target.resolve("variables/variables.index"));
        model.close();
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> SavedModel.write(model, target));
        assertThat(target.resolve("variables/variables.index")).hasBinaryContent(before);
        assertThat(folder.toFile().list()).containsExactly("model");

        try (Model other = Sequential.of(Input.of(2), Dense.of(1)).build(Networks.SEED)) {
            SavedModel.write(other, target);
            assertThat(SavedModel.describe(target).variables()).hasSize(2);
            Files.createDirectory(folder.resolve("photos"));
            Files.writeString(folder.resolve("photos/me.jpg"), "me");
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> SavedModel.write(other, folder.resolve("photos")));
            assertThat(folder.resolve("photos/me.jpg")).hasContent("me");
        }
    }

    @Test
    void predictsFromSeveralThreads() throws IOException {
        Array images = Networks.numbers(3, 20, 8, 8, 1);
        try (Model model = Networks.trained()) {
            SavedModel.write(model, folder.resolve("model"));
            Array expected = model.predict(images);
            try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("model"))) {
                Stream<Array> results = IntStream.range(0, 200).parallel().mapToObj(i -> loaded.predict(List.of(images))
                        .get(0));
                assertThat(results).allMatch(expected::equals);
            }
        }
    }
}
