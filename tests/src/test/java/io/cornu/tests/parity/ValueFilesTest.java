package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.NumpyFiles;
import io.cornu.initializers.Initializers;
import io.cornu.layers.Activation;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.Architecture;
import io.cornu.model.BuildOptions;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.regularizers.Regularizers;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasReadOptions;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Activations, initializers, regularizers and constraints in {@code .keras} files, both ways. */
@NeedsPython
class ValueFilesTest {
    private static final KerasRegistry REGISTRY = KerasRegistry.standard().withLayer(Holder.CODEC);
    private static final String FILE = "model.keras";
    private static final String COPY = "copy.keras";

    /** Defaults that we write under the name that Keras has for just those, or not at all. */
    private static final Map<String, Object> OTHER_NAMES = Map.of(
            "VarianceScaling", Initializers.lecunNormal(),
            "variance_scaling", Initializers.lecunNormal(),
            "L1L2", Regularizers.none(),
            "l1l2", Regularizers.none());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** What files can tell: all of it, but for the arguments of activations that are no layers. */
    private static Map<String, ValueCase> cases() {
        Map<String, ValueCase> cases = new LinkedHashMap<>();
        Stream.of(
                        ValueCase.activations().stream()
                                .filter(test -> test.arguments().isEmpty()),
                        // Keras' default of it is one that has a name of its own.
                        ValueCase.initializers().stream()
                                .filter(test -> !test.keras().equals("VarianceScaling")
                                        || !test.arguments().isEmpty()),
                        ValueCase.otherInitializers().stream(),
                        ValueCase.regularizers().stream(),
                        ValueCase.constraints().stream())
                .flatMap(stream -> stream)
                .forEach(test -> cases.put("case_" + cases.size(), test));
        return cases;
    }

    @Test
    void kerasReadsAndWritesTheSameValues(PythonWorker python) throws IOException {
        Map<String, ValueCase> cases = cases();
        Map<String, List<Object>> specs = new LinkedHashMap<>();
        cases.forEach((name, test) ->
                specs.put(name, List.of(test.kind(), test.kind().equals("activation") ? test.keras() : test.spec())));
        List<Layer> layers = new ArrayList<>(List.of(Input.of(2)));
        cases.forEach((name, test) -> layers.add(Holder.of(test.value()).named(name)));
        write(Sequential.of(layers), DataType.FLOAT32);

        JsonNode wrong =
                python.call("values", "round_trip", folder, Map.of("file", FILE, "copy", COPY, "specs", specs));

        assertThat(wrong).isEmpty();
        Map<String, Object> read = layers(COPY);
        cases.forEach(
                (name, test) -> assertThat(read.get(name)).as(test.toString()).isEqualTo(Holder.of(test.value())));
    }

    @Test
    void everyNameAndAliasOfKerasIsKnown(PythonWorker python) throws IOException {
        JsonNode specs = python.call("values", "identifiers", folder, Map.of("file", FILE));
        assertThat(specs.size()).isGreaterThan(80);
        KerasModel read = read(FILE);
        write(read.architecture(), DataType.FLOAT32);
        Map<String, Object> layers = layers(FILE);
        Map<String, List<String>> compared = new LinkedHashMap<>();
        specs.properties().forEach(spec -> {
            String identifier = spec.getValue().get(1).asText();
            Optional<Object> sameAsAnother = Optional.ofNullable(OTHER_NAMES.get(identifier));
            sameAsAnother.ifPresentOrElse(
                    value ->
                            assertThat(layers.get(spec.getKey())).as(identifier).isEqualTo(Holder.of(value)),
                    () -> compared.put(
                            spec.getKey(), List.of(spec.getValue().get(0).asText(), identifier)));
        });

        JsonNode wrong =
                python.call("values", "round_trip", folder, Map.of("file", FILE, "copy", COPY, "specs", compared));

        assertThat(wrong).isEmpty();
    }

    @Test
    void layersThatKerasHasAsActivationsAreRead(PythonWorker python) throws IOException {
        python.call("values", "own_activations", folder, Map.of("file", FILE));

        KerasModel read = read(FILE);

        try (Model model = read.build(Seed.of(1))) {
            assertThat(model.architecture()).isEqualTo(withArguments());
            requirePredictions(model);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void activationsWithArgumentsAreLayersForKeras(DataType type, PythonWorker python) throws IOException {
        try (Model model = withArguments().build(BuildOptions.of(Seed.of(1)).withDataType(type))) {
            KerasArchive.write(model, folder.resolve(FILE));
            NumpyFiles.write(
                    folder.resolve("x.npy"), Numbers.normal(Seed.of(2).generator(), 1, type, Shape.of(3, 4, 6)));

            JsonNode computed = python.call("values", "predict", folder, Map.of("file", FILE));

            assertThat(computed.asText()).isEqualTo(type.kerasName());
            requirePredictions(model);
        }
    }

    private static Architecture withArguments() {
        return Sequential.of(
                Input.of(4, 6),
                Dense.of(5).withActivation(Activations.leakyRelu(.1)),
                Dense.of(5).withActivation(Activations.leakyRelu(.3)),
                Dense.of(5).withActivation(Activations.elu(.5)),
                Dense.of(5)
                        .withActivation(Activations.relu()
                                .withMaxValue(1)
                                .withNegativeSlope(.25)
                                .withThreshold(.125)),
                Activation.of(Activations.softmax(1)),
                Dense.of(4).withActivation(Activations.glu()));
    }

    private void requirePredictions(Model model) throws IOException {
        Array x = NumpyFiles.read(folder.resolve("x.npy"));
        Numbers.requireClose("prediction", model.predict(x), NumpyFiles.read(folder.resolve("y.npy")), 1e-5);
    }

    private void write(Architecture architecture, DataType type) throws IOException {
        try (Model model = architecture.build(BuildOptions.of(Seed.of(1)).withDataType(type))) {
            KerasArchive.write(KerasModel.of(model), folder.resolve(FILE), REGISTRY);
        }
    }

    private KerasModel read(String file) throws IOException {
        return KerasArchive.read(
                folder.resolve(file), KerasReadOptions.defaults().withRegistry(REGISTRY));
    }

    private Map<String, Object> layers(String file) throws IOException {
        Map<String, Object> layers = new LinkedHashMap<>();
        read(file).architecture().graph().layers().forEach(layer -> layers.put(layer.name(), layer.layer()));
        return layers;
    }
}
