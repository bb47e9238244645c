package io.cornu.savedmodels.keras;

import static io.cornu.activations.Activations.gelu;
import static io.cornu.activations.Activations.logSoftmax;
import static io.cornu.activations.Activations.selu;
import static io.cornu.initializers.Initializers.glorotNormal;
import static io.cornu.initializers.Initializers.heNormal;
import static io.cornu.initializers.Initializers.heUniform;
import static io.cornu.initializers.Initializers.lecunNormal;
import static io.cornu.initializers.Initializers.ones;
import static io.cornu.initializers.Initializers.zeros;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.regularizers.Regularizers.l1;
import static io.cornu.regularizers.Regularizers.l1L2;
import static io.cornu.regularizers.Regularizers.l2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.data.DataType;
import io.cornu.initializers.Constant;
import io.cornu.initializers.Initializer;
import io.cornu.initializers.Initializers;
import io.cornu.initializers.Orthogonal;
import io.cornu.initializers.VarianceScaling;
import io.cornu.layers.Activation;
import io.cornu.layers.Add;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Layer;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.ReLU;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import io.cornu.layers.Size2D;
import io.cornu.losses.Loss;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metric;
import io.cornu.metrics.Metrics;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.regularizers.Regularizer;
import io.cornu.savedmodels.Fixtures;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.ReadLimits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every class with every option changed, against what Keras itself writes for it ({@code objects.json}). */
class StandardCodecsTest {
    private static final KerasRegistry REGISTRY = KerasRegistry.standard();
    private static final Place PLACE = new Place("", REGISTRY);

    private static final Map<String, Object> VALUES = values();

    static Stream<Arguments> cases() {
        return VALUES.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @Test
    void everyCaseOfKerasHasOneHere() throws IOException {
        assertThat(truth().fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(VALUES.keySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatKerasWrites(String name, Object value) throws IOException {
        assertThat(read(value, truth().get(name))).isEqualTo(value);
    }

    /** What 3.0.5 to 3.4.1 write for {@code keras.initializers.Orthogonal}. */
    @Test
    void readsNamesOfOlderVersions() throws IOException {
        JsonNode old = Json.read(
                "test",
                "{\"module\": \"keras.initializers\", \"class_name\": \"OrthogonalInitializer\", \"config\": {\"gain\":"
                        + " 2.0, \"seed\": null}, \"registered_name\": null}",
                ReadLimits.defaults());
        assertThat(REGISTRY.initializers().read(old, PLACE)).isEqualTo(Orthogonal.of(2));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesPartOfWhatKerasWritesAndNoLess(String name, Object value) throws IOException {
        JsonNode written = write(value);
        if (!truth().get(name).get("class_name").asText().equals("function")) {
            requirePart(name, written, truth().get(name));
        }
        assertThat(read(value, written)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatSaysNothingIsLeftOut(String name, Object value) {
        // Keras before 3.8 refuses options that newer ones added, so files hold as few as they can.
        JsonNode config = write(value).get("config");
        assertThat(config.properties()).as(name).noneMatch(entry -> entry.getValue()
                .isNull());
        assertThat(config.has("trainable")).isFalse();
        assertThat(config.has("dtype")).isFalse();
    }

    private static Object read(Object value, JsonNode json) {
        if (value instanceof Layer) {
            return LayerConfigs.read(json, PLACE).layer().layer();
        }
        if (value instanceof Optimizer) {
            return REGISTRY.optimizers().read(json, PLACE);
        }
        if (value instanceof Loss) {
            return LossCodecs.read(json, PLACE);
        }
        if (value instanceof Metric) {
            return REGISTRY.metrics().read(json, PLACE);
        }
        return value instanceof Initializer
                ? REGISTRY.initializers().read(json, PLACE)
                : REGISTRY.regularizers().read(json, PLACE);
    }

    private static JsonNode write(Object value) {
        if (value instanceof Layer layer) {
            return LayerConfigs.write(new NetworkLayer("name", layer), false, DataType.FLOAT32, REGISTRY);
        }
        if (value instanceof Optimizer optimizer) {
            return REGISTRY.optimizers().write(optimizer, REGISTRY);
        }
        if (value instanceof Loss loss) {
            return LossCodecs.write(loss, REGISTRY);
        }
        if (value instanceof Metric metric) {
            return REGISTRY.metrics().write(metric, REGISTRY);
        }
        return value instanceof Initializer initializer
                ? REGISTRY.initializers().write(initializer, REGISTRY)
                : REGISTRY.regularizers().write((Regularizer) value, REGISTRY);
    }

    private static void requirePart(String path, JsonNode part, JsonNode whole) {
        if (part.isObject()) {
            part.properties().forEach(entry -> {
                if (!entry.getKey().equals("name") || !path.endsWith("/config")) {
                    assertThat(whole.has(entry.getKey()))
                            .as(path + "/" + entry.getKey())
                            .isTrue();
                    requirePart(path + "/" + entry.getKey(), entry.getValue(), whole.get(entry.getKey()));
                }
            });
        } else if (part.isArray()) {
            assertThat(part.size()).as(path).isEqualTo(whole.size());
            for (int i = 0; i < part.size(); i++) {
                requirePart(path + "/" + i, part.get(i), whole.get(i));
            }
        } else if (part.isNumber()) {
            // Keras keeps some in float32.
            assertThat((float) part.doubleValue()).as(path).isEqualTo((float) whole.doubleValue());
        } else {
            assertThat(part).as(path).isEqualTo(whole);
        }
    }

    private static JsonNode truth() throws IOException {
        try (var stream = Fixtures.class.getResourceAsStream("keras/objects.json")) {
            return new ObjectMapper().readTree(stream);
        }
    }

    private static Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        layers(values);
        values.put(
                "Adam",
                Adam.of(.25)
                        .withBeta1(.8)
                        .withBeta2(.9)
                        .withEpsilon(1e-5)
                        .withAmsgrad(true)
                        .withClipnorm(2));
        values.put("SGD", SGD.of(.25).withMomentum(.5).withNesterov(true).withClipvalue(.5));
        values.put(
                "RMSprop",
                RMSprop.of(.25)
                        .withRho(.8)
                        .withMomentum(.5)
                        .withEpsilon(1e-5)
                        .withCentered(true)
                        .withGlobalClipnorm(4));
        values.put(
                "SparseCategoricalCrossentropy",
                Losses.sparseCategoricalCrossentropy().withFromLogits(true));
        values.put(
                "CategoricalCrossentropy",
                Losses.categoricalCrossentropy().withFromLogits(true).withLabelSmoothing(.1));
        values.put(
                "BinaryCrossentropy",
                Losses.binaryCrossentropy().withFromLogits(true).withLabelSmoothing(.1));
        values.put("MeanSquaredError", Losses.meanSquaredError());
        values.put("mean_squared_error", Losses.meanSquaredError());
        values.put(
                "SparseCategoricalAccuracy", Metrics.sparseCategoricalAccuracy().withName("mine"));
        values.put("CategoricalAccuracy", Metrics.categoricalAccuracy().withName("mine"));
        values.put("BinaryAccuracy", Metrics.binaryAccuracy().withName("mine").withThreshold(.25));
        values.put("binary_accuracy", Metrics.binaryAccuracy());
        values.put("GlorotUniform", Initializers.glorotUniform());
        values.put("GlorotNormal", glorotNormal());
        values.put("HeUniform", heUniform());
        values.put("HeNormal", heNormal());
        values.put("LecunUniform", Initializers.lecunUniform());
        values.put("LecunNormal", lecunNormal());
        values.put(
                "VarianceScaling",
                new VarianceScaling(3, VarianceScaling.Mode.FAN_OUT, VarianceScaling.Distribution.UNTRUNCATED_NORMAL));
        values.put("Zeros", zeros());
        values.put("Ones", ones());
        values.put("Constant", Constant.of(2.5));
        values.put("L1", l1(.5));
        values.put("L2", l2(.5));
        values.put("L1L2", l1L2(.5, .25));
        return values;
    }

    private static void layers(Map<String, Object> values) {
        values.put(
                "Dense",
                Dense.of(7)
                        .withActivation(gelu())
                        .withUseBias(false)
                        .withKernelInitializer(heUniform())
                        .withBiasInitializer(Constant.of(.5))
                        .withKernelRegularizer(l1(.1))
                        .withBiasRegularizer(l2(.2)));
        values.put(
                "Conv2D",
                Conv2D.of(6, Size2D.of(3, 2))
                        .withStrides(Size2D.of(2, 3))
                        .withPadding(SAME)
                        .withGroups(2)
                        .withActivation(selu())
                        .withUseBias(false)
                        .withKernelInitializer(lecunNormal())
                        .withBiasInitializer(ones())
                        .withKernelRegularizer(l1L2(.1, .2))
                        .withBiasRegularizer(l2(.3)));
        values.put("Conv2D dilated", Conv2D.of(6, 3).withDilationRate(Size2D.of(2, 3)));
        values.put(
                "MaxPooling2D",
                MaxPooling2D.of(Size2D.of(2, 3)).withStrides(Size2D.of(3, 1)).withPadding(SAME));
        values.put(
                "AveragePooling2D",
                AveragePooling2D.of(Size2D.of(2, 3))
                        .withStrides(Size2D.of(3, 1))
                        .withPadding(SAME));
        values.put("GlobalAveragePooling2D", GlobalAveragePooling2D.of().withKeepDimensions(true));
        values.put(
                "BatchNormalization",
                BatchNormalization.of()
                        .withAxis(1)
                        .withMomentum(.8)
                        .withEpsilon(.01)
                        .withCenter(false)
                        .withScale(false)
                        .withBetaInitializer(ones())
                        .withGammaInitializer(zeros())
                        .withMovingMeanInitializer(glorotNormal())
                        .withMovingVarianceInitializer(heNormal())
                        .withBetaRegularizer(l2(.1))
                        .withGammaRegularizer(l1(.2)));
        values.put("Activation", Activation.of(logSoftmax()));
        values.put("ReLU", ReLU.of().withMaxValue(6).withNegativeSlope(.1).withThreshold(.5));
        values.put("LeakyReLU", LeakyReLU.of(.05));
        values.put("Dropout", Dropout.of(.25));
        values.put("Flatten", Flatten.of());
        values.put("Reshape", Reshape.of(3, -1, 2));
        values.put("Add", Add.of());
        values.put("Concatenate", Concatenate.of(1));
        values.put("Rescaling", Rescaling.of(.5).withOffset(-1));
    }
}
