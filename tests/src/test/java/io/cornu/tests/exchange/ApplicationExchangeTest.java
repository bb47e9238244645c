package io.cornu.tests.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.model.Functional;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.Model;
import io.cornu.models.applications.Application;
import io.cornu.models.applications.Applications;
import io.cornu.models.applications.EfficientNetV2;
import io.cornu.models.applications.MobileNet;
import io.cornu.models.applications.MobileNetV2;
import io.cornu.models.applications.MobileNetV3;
import io.cornu.models.applications.Pooling;
import io.cornu.models.applications.ResNet;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The applications between Cornu and Python Keras: what Keras writes with random weights is read as the architecture that
 * we build, predicts the same, and written here predicts the same in Keras. Truth is what Keras computes.
 */
@NeedsPython
class ApplicationExchangeTest {
    private static final String FROM_KERAS = "keras.keras";
    private static final String FROM_JAVA = "java.keras";
    private static final double TOLERANCE = 1e-4;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /**
     * A network of ours and the options that make it in Keras.
     *
     * @param network with its options
     * @param options the same for Keras
     */
    private record Case(Application<?> network, Map<String, Object> options) {
        /** Ten logits of square images. */
        static Case of(Application<?> network, int size) {
            Map<String, Object> options = new LinkedHashMap<>();
            options.put("input_shape", List.of(size, size, 3));
            options.put("classes", 10);
            options.put("classifier_activation", Optional.empty());
            Application<?> small = network.withInputShape(size, size, 3)
                    .withClasses(10)
                    .withClassifierActivation(Activations.linear());
            return new Case(small, options);
        }

        /** The features of square images. */
        static Case features(Application<?> network, Pooling pooling, int size) {
            Map<String, Object> options = new LinkedHashMap<>();
            options.put("input_shape", List.of(size, size, 3));
            options.put("include_top", false);
            options.put(
                    "pooling",
                    switch (pooling) {
                        case NONE -> Optional.empty();
                        case AVERAGE -> "avg";
                        case MAX -> "max";
                    });
            return new Case(network.withInputShape(size, size, 3).withTop(false).withPooling(pooling), options);
        }

        Case and(String option, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(options);
            more.put(option, value);
            return new Case(network, more);
        }

        Map<String, Object> keras() {
            Map<String, Object> plain = new LinkedHashMap<>();
            options.forEach((key, value) ->
                    plain.put(key, value instanceof Optional<?> optional ? optional.orElse(null) : value));
            return plain;
        }

        @Override
        public String toString() {
            return network.kerasName() + " " + options;
        }
    }

    static Stream<Case> small() {
        return Stream.of(
                Case.of(MobileNet.of().withAlpha(.25).withDepthMultiplier(2), 32)
                        .and("alpha", .25)
                        .and("depth_multiplier", 2),
                Case.of(MobileNetV2.of().withAlpha(.35), 64).and("alpha", .35),
                Case.of(MobileNetV3.small(), 64),
                Case.features(
                                MobileNetV3.small().withMinimalistic(true).withIncludePreprocessing(false),
                                Pooling.NONE,
                                96)
                        .and("minimalistic", true)
                        .and("include_preprocessing", false),
                Case.features(EfficientNetV2.b(0), Pooling.MAX, 32));
    }

    @ParameterizedTest
    @MethodSource("small")
    void smallOnesGoBothWays(Case test, PythonWorker python) throws IOException {
        requireExchange(test, python);
    }

    static Stream<Case> all() {
        return Applications.all().stream().map(network -> Case.of(network, 96));
    }

    /** Half an hour, and 6 GB of memory: {@code -Dgroups=slow -Dsurefire.excluded=none -Dsurefire.extra=-Xmx6g}. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void allGoBothWays(Case test, PythonWorker python) throws IOException {
        System.out.println(test.network().kerasName() + ": " + requireExchange(test, python));
    }

    private String requireExchange(Case test, PythonWorker python) throws IOException {
        List<Long> shape = test.network().options().inputShape();
        Array x = pixels(3, shape.get(0), shape.get(1), shape.get(2));
        NumpyFiles.write(folder.resolve("x.npy"), x);
        JsonNode written = python.call(
                Duration.ofMinutes(10),
                "applications",
                "write",
                folder,
                Map.of("name", test.network().kerasName(), "options", test.keras(), "file", FROM_KERAS, "seed", 7));
        Functional ours = test.network().architecture();

        KerasModel saved = KerasArchive.read(folder.resolve(FROM_KERAS));

        assertThat(saved.architecture()).as("read").isEqualTo(ours);
        double read;
        try (Model model = saved.build(Seed.of(1))) {
            List<Array> predicted = model.predict(Dataset.ofInputs(x), 3);
            read = difference(predicted.get(0), NumpyFiles.read(folder.resolve("python.npy")));
            KerasArchive.write(model, folder.resolve(FROM_JAVA));
        }
        assertThat(read).as("what Keras wrote, relative to the largest number").isLessThanOrEqualTo(TOLERANCE);
        JsonNode reread =
                python.call(Duration.ofMinutes(10), "applications", "predict", folder, Map.of("file", FROM_JAVA));
        double back = difference(
                NumpyFiles.read(folder.resolve("java_in_python.npy")), NumpyFiles.read(folder.resolve("python.npy")));
        assertThat(back).as("what Java wrote").isLessThanOrEqualTo(1e-6);
        assertThat(reread.get("name").asText()).isEqualTo(ours.name());
        List<String> names =
                ours.graph().layers().stream().map(NetworkLayer::name).toList();
        assertThat(reread.get("layers"))
                .extracting(layer -> layer.asText().substring(0, layer.asText().indexOf('[')))
                .containsExactlyElementsOf(names);
        return "parameters %s, largest difference %.1e read, %.1e written"
                .formatted(written.get("parameters").asText(), read, back);
    }

    /** The largest difference, relative to the largest number; of outputs that are not all the same. */
    private static double difference(Array ours, Array theirs) {
        assertThat(ours.shape()).isEqualTo(theirs.shape());
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        double difference = 0;
        for (int i = 0; i < theirs.size(); i++) {
            assertThat(ours.at(i)).isFinite();
            largest = Math.max(largest, Math.abs(theirs.at(i)));
            smallest = Math.min(smallest, theirs.at(i));
            difference = Math.max(difference, Math.abs(ours.at(i) - theirs.at(i)));
        }
        assertThat(largest)
                .as("numbers that say something") // those of a deep ResNet that was never trained reach 25,000
                .isBetween(1e-3, 1e6)
                .isGreaterThan(smallest * 1.01);
        return difference / largest;
    }

    /** Of 0 to 255, as networks with preprocessing of their own expect. */
    private static Array pixels(long... shape) {
        RandomGenerator random = Seed.of(3).generator();
        int size = 1;
        for (long axis : shape) {
            size *= Math.toIntExact(axis);
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextInt(256);
        }
        return Array.of(values, shape);
    }

    @Test
    void pixelsArePreparedAsKerasDoes(PythonWorker python) throws IOException {
        Map<String, Application<?>> modules = new LinkedHashMap<>();
        for (Application<?> network : Applications.all()) {
            modules.putIfAbsent(module(network), network);
        }
        Array x = pixels(2, 5, 4, 3);
        NumpyFiles.write(folder.resolve("x.npy"), x);
        byte[] bytes = new byte[x.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) x.at(i);
        }
        Array images = Array.wrap(DataType.UINT8, java.nio.ByteBuffer.wrap(bytes), 2, 5, 4, 3);
        python.call("applications", "preprocess", folder, Map.of("modules", modules.keySet()));
        for (Map.Entry<String, Application<?>> entry : modules.entrySet()) {
            Array ours = entry.getValue().preprocessing().apply(images, 5, 4);
            Array keras = NumpyFiles.read(folder.resolve(entry.getKey() + ".npy"));
            // Of numbers up to 255, so a float32 has 5 places.
            assertThat(ours.toDoubles())
                    .as(entry.getKey())
                    .usingComparatorWithPrecision(3e-5)
                    .containsExactly(keras.toDoubles());
        }
    }

    private static String module(Application<?> network) {
        if (network instanceof ResNet) {
            return network.kerasName().endsWith("V2") ? "resnet_v2" : "resnet";
        }
        return switch (network.getClass().getSimpleName()) {
            case "VGG" -> network.kerasName().toLowerCase(java.util.Locale.ROOT);
            case "EfficientNetV2" -> "efficientnet_v2";
            case "InceptionResNetV2" -> "inception_resnet_v2";
            case "InceptionV3" -> "inception_v3";
            case "MobileNetV2" -> "mobilenet_v2";
            case "MobileNetV3" -> "mobilenet_v3";
            default -> network.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
