package io.cornu.models.applications;

import static io.cornu.activations.Activations.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Functional;
import io.cornu.model.LayerGraph;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** What the applications are made of. Truth is {@code keras.tsv}, which Keras wrote; its head says how. */
class ApplicationsTest {
    /**
     * A line of the file.
     *
     * @param kind {@code top} with Keras' defaults, {@code features} of 96 x 96 images, the largest of each
     */
    private record Expected(String network, String kind, String name, long trainable, long others, String layers) {
        @Override
        public String toString() {
            return network + " " + kind;
        }
    }

    static List<Expected> expected() throws IOException {
        InputStream in = Objects.requireNonNull(ApplicationsTest.class.getResourceAsStream("keras.tsv"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .map(line -> new Expected(
                            line.get(0),
                            line.get(1),
                            line.get(2),
                            Long.parseLong(line.get(3)),
                            Long.parseLong(line.get(4)),
                            line.get(5)))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("expected")
    void isMadeOfWhatKerasMakesIt(Expected keras) throws NoSuchAlgorithmException {
        Application<?> application = Applications.of(keras.network());
        Functional network = keras.kind().equals("top")
                ? application.architecture()
                : application
                        .withInputShape(96, 96, 3)
                        .withTop(false)
                        .withPooling(Pooling.MAX)
                        .architecture();
        assertThat(network.name()).isEqualTo(keras.name());
        assertThat(count(network, true)).isEqualTo(keras.trainable());
        assertThat(count(network, false)).isEqualTo(keras.others());
        String layers = layers(network.graph());
        assertThat(sha256(layers)).as(layers).isEqualTo(keras.layers());
    }

    @Test
    void allOfKerasAreThere() throws IOException {
        assertThat(Applications.all())
                .extracting(Application::kerasName)
                .containsExactlyInAnyOrderElementsOf(
                        expected().stream().map(Expected::network).distinct().toList());
        assertThat(Applications.names()).allMatch(name -> name.equals(name.toLowerCase(java.util.Locale.ROOT)));
    }

    private static long count(Functional network, boolean isTrainable) {
        return specs(network)
                .filter(spec -> spec.isTrainable() == isTrainable)
                .mapToLong(spec -> spec.shape().size())
                .sum();
    }

    private static Stream<VariableSpec> specs(Functional network) {
        Collection<VariableSpec> all = network.graph().variables().values();
        return all.stream();
    }

    private static String layers(LayerGraph graph) {
        Shape[] shapes = new Shape[graph.layers().size()];
        graph.calls().forEach(call -> shapes[call.layer()] = call.outputShape());
        return java.util.stream.IntStream.range(0, shapes.length)
                .mapToObj(i -> graph.layers().get(i).name() + text(shapes[i]))
                .collect(Collectors.joining("\n"));
    }

    private static String text(Shape shape) {
        return LongStream.of(shape.asArray())
                .mapToObj(size -> size == -1 ? "None" : Long.toString(size))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    @Test
    void optionsAreKeras() {
        Functional network = ResNet.resNet50()
                .withInputShape(32, 40, 1)
                .withClasses(7)
                .withClassifierActivation(linear())
                .withName("mine")
                .architecture();
        assertThat(network.name()).isEqualTo("mine");
        assertThat(network.graph().inputShapes().get(0).asArray()).containsExactly(-1, 32, 40, 1);
        assertThat(network.graph().outputShapes().get(0).asArray()).containsExactly(-1, 7);

        Shape features =
                ResNet.resNet50().withTop(false).architecture().graph().outputShapes().get(0);
        assertThat(features.asArray()).containsExactly(-1, -1, -1, 2048);
        // Keras: "mobilenet_0.25_None", and int(1024 * 0.25) channels.
        Functional small = MobileNet.of().withAlpha(.25).withTop(false).architecture();
        assertThat(small.name()).isEqualTo("mobilenet_0.25_None");
        assertThat(small.graph().outputShapes().get(0).get(3)).isEqualTo(256);
        // Keras: _make_divisible(1280 * 1.4, 8).
        assertThat(MobileNetV2.of()
                        .withAlpha(1.4)
                        .withTop(false)
                        .architecture()
                        .graph()
                        .outputShapes()
                        .get(0)
                        .get(3))
                .isEqualTo(1792);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vgg16", "resnet50", "mobilenetv2", "efficientnetb0", "nasnetmobile", "densenet121"})
    void imagesBelow32AreTooSmall(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Applications.of(name).withInputShape(28, 28, 1).architecture())
                .withMessageContainingAll("at least 32 x 32", "[28, 28, 1]");
    }

    @Test
    void someNeedLargerImages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Xception.of().withInputShape(70, 99, 3).architecture())
                .withMessageContainingAll("Xception", "71 x 71", "[70, 99, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InceptionV3.of().withInputShape(99, 74, 3).architecture())
                .withMessageContainingAll("InceptionV3", "75 x 75", "[99, 74, 3]");
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResNet.resNet50().withInputShape(-1, -1, 3).architecture())
                .withMessageContainingAll("ResNet50", "known size", "[-1, -1, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResNet.resNet50().withClasses(0))
                .withMessageContainingAll("classes", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResNet.resNet50().withInputShape(32, 32, -1))
                .withMessageContainingAll("channels", "-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResNet.resNet50().withInputShape(0, 32, 3))
                .withMessageContainingAll("height", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MobileNet.of().withAlpha(0))
                .withMessageContainingAll("alpha", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EfficientNet.b(8))
                .withMessageContainingAll("EfficientNetB8", "EfficientNetB7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Applications.of("ResNet51"))
                .withMessageContainingAll("ResNet51", "resnet50");
    }

    /** Red 10, green 20, blue 30; the numbers are Keras' formulas by hand. */
    @Test
    void pixelsArePreparedAsKerasDoes() {
        requirePrepared(VGG.vgg16(), 30 - 103.939, 20 - 116.779, 10 - 123.68);
        requirePrepared(ResNet.resNet50(), 30 - 103.939, 20 - 116.779, 10 - 123.68);
        requirePrepared(ResNet.resNet50V2(), 10 / 127.5 - 1, 20 / 127.5 - 1, 30 / 127.5 - 1);
        requirePrepared(
                DenseNet.denseNet121(),
                (10 / 255. - .485) / .229,
                (20 / 255. - .456) / .224,
                (30 / 255. - .406) / .225);
        requirePrepared(EfficientNet.b(0), 10, 20, 30);
        requirePrepared(EfficientNetV2.b(0), 10, 20, 30);
        requirePrepared(
                EfficientNetV2.b(0).withIncludePreprocessing(false),
                (10 / 255. - .485) / .229,
                (20 / 255. - .456) / .224,
                (30 / 255. - .406) / .225);
        requirePrepared(EfficientNetV2.s().withIncludePreprocessing(false), 10 / 128. - 1, 20 / 128. - 1, 30 / 128. - 1);
    }

    private static void requirePrepared(Application<?> application, double... expected) {
        Array pixel = Array.wrap(DataType.UINT8, java.nio.ByteBuffer.wrap(new byte[] {10, 20, 30}), 1, 1, 1, 3);
        double[] prepared = application.preprocessing().apply(pixel, 1, 1).toDoubles();
        assertThat(prepared).usingComparatorWithPrecision(1e-5).containsExactly(expected);
        assertThat(Arrays.stream(prepared).allMatch(Double::isFinite)).isTrue();
    }
}
