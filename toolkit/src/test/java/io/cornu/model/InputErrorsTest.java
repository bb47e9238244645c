package io.cornu.model;

import static io.cornu.losses.Losses.binaryCrossentropy;
import static io.cornu.losses.Losses.categoricalCrossentropy;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Add;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.ReLU;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import io.cornu.layers.StochasticDepth;
import io.cornu.layers.CustomScaleLayer;
import io.cornu.layers.LayerScale;
import io.cornu.layers.VariableSpec;
import io.cornu.losses.Loss;
import io.cornu.metrics.Metrics;
import io.cornu.model.Functional.Node;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** What is wrong is said before TensorFlow sees it, in one line that names where, what and the fix. */
class InputErrorsTest {
    private static final Input IMAGES = Input.of(8, 8, 3);

    private static Arguments wrong(Supplier<Object> what, String... words) {
        return Arguments.of(what, words);
    }

    static Stream<Arguments> arguments() {
        return Stream.of(
                wrong(() -> Input.of(0), "Input", "at least 1", "0"),
                wrong(() -> Input.of(8, -2), "Input", "-2"),
                wrong(() -> Dense.of(0), "Dense", "units", "0"),
                wrong(() -> Dense.of(-3), "Dense", "units", "-3"),
                wrong(() -> Conv2D.of(0, 3), "Conv2D", "filters", "0"),
                wrong(() -> Conv2D.of(4, 0), "Size2D", "height", "0"),
                wrong(() -> Conv2D.of(4, 3).withStrides(0), "height", "0"),
                wrong(() -> Conv2D.of(4, 3).withGroups(0), "Conv2D", "groups", "0"),
                wrong(() -> Conv2D.of(4, 3).withGroups(3), "Conv2D", "multiple of groups (3)", "4"),
                wrong(() -> Conv2D.of(4, 3).withStrides(2).withDilationRate(2), "Conv2D", "strides", "dilationRate"),
                wrong(() -> MaxPooling2D.of(0), "height", "0"),
                wrong(() -> AveragePooling2D.of(2).withStrides(-1), "height", "-1"),
                wrong(() -> Dropout.of(1.1), "Dropout", "rate", "[0, 1]", "1.1"),
                wrong(() -> Dropout.of(-0.1), "Dropout", "rate", "-0.1"),
                wrong(() -> Dropout.of(Double.NaN), "Dropout", "rate", "NaN"),
                wrong(() -> BatchNormalization.of().withMomentum(1.5), "BatchNormalization", "momentum", "1.5"),
                wrong(() -> BatchNormalization.of().withEpsilon(0), "BatchNormalization", "epsilon", "0.0"),
                wrong(() -> Reshape.of(3, 0), "Reshape", "[3, 0]"),
                wrong(() -> Reshape.of(-1, -1), "Reshape", "one of them may be -1"),
                wrong(() -> LeakyReLU.of(-1), "LeakyReLU", "negativeSlope", "-1.0"),
                wrong(() -> ReLU.of().withMaxValue(-1), "ReLU", "maxValue", "-1.0"),
                wrong(() -> Rescaling.of(Double.POSITIVE_INFINITY), "Rescaling", "scale", "Infinity"),
                wrong(() -> Rescaling.of(), "Rescaling", "scale", "[]"),
                wrong(() -> LayerScale.of(Double.NaN, 1), "LayerScale", "initialValues", "NaN"),
                wrong(() -> LayerScale.of(1, 0), "LayerScale", "channels", "0"),
                wrong(() -> StochasticDepth.of(1), "StochasticDepth", "rate", "[0, 1)", "1.0"),
                wrong(() -> CustomScaleLayer.of(Double.NaN), "CustomScaleLayer", "scale", "NaN"),
                wrong(
                        () -> Sequential.of(Input.of(8, 8, 3), Rescaling.of(1, 2)),
                        "Rescaling 'rescaling'",
                        "2 channels",
                        "(None, 8, 8, 3)"),
                wrong(
                        () -> Sequential.of(Input.of(8, 8, 3), LayerScale.of(1, 2)),
                        "LayerScale 'layer_scale'",
                        "2 channels",
                        "(None, 8, 8, 3)"),
                wrong(
                        () -> Sequential.of(Input.of(8, 8, 3), CustomScaleLayer.of(1)),
                        "CustomScaleLayer 'custom_scale_layer'",
                        "two inputs",
                        "1"),
                wrong(() -> Dense.of(1).named("a/b"), "Dense", "name", "'a/b'"),
                wrong(() -> Dense.of(1).named(""), "Dense", "name", "''"),
                wrong(() -> SGD.of(-0.1), "learning rate", "-0.1"),
                wrong(() -> SGD.of(Double.NaN), "learning rate", "NaN"),
                wrong(() -> SGD.of(0.1).withMomentum(1.1), "SGD", "momentum", "1.1"),
                wrong(() -> SGD.of(0.1).withClipnorm(0), "Clipping", "limit", "0.0"),
                wrong(() -> Adam.of(0.1).withBeta1(1), "Adam", "beta1", "[0, 1)", "1.0"),
                wrong(() -> Adam.of(0.1).withEpsilon(0), "Adam", "epsilon", "0.0"),
                wrong(() -> RMSprop.of(0.1).withRho(-1), "RMSprop", "rho", "-1.0"),
                wrong(() -> binaryCrossentropy().withLabelSmoothing(1), "labelSmoothing", "1.0"),
                wrong(() -> Fit.epochs(0), "fit", "epochs", "0"),
                wrong(() -> Fit.epochs(1).withBatchSize(0), "fit", "batchSize", "0"),
                wrong(() -> Fit.epochs(1).withValidationSplit(1), "fit", "validationSplit", "1.0"),
                wrong(
                        () -> BuildOptions.of(Seed.of(1)).withDataType(DataType.INT32),
                        "BuildOptions",
                        "float32 or float64",
                        "int32"));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                wrong(() -> Sequential.of(), "Sequential", "input", "Input.of"),
                wrong(() -> Sequential.of(IMAGES), "Sequential", "at least one layer"),
                wrong(() -> Sequential.of(Dense.of(1), Dense.of(1)), "Sequential", "[Dense, Dense]", "Input.of"),
                wrong(() -> Sequential.of(IMAGES, IMAGES), "Sequential", "one input", "Functional"),
                wrong(
                        () -> Sequential.of(
                                IMAGES, Flatten.of().named("x"), Dense.of(1).named("x")),
                        "different names",
                        "'x' twice"),
                wrong(
                        () -> Sequential.of(Input.of(784), Conv2D.of(4, 3)),
                        "Conv2D 'conv2d'",
                        "(batch, height, width, channels)",
                        "(None, 784)",
                        "Reshape"),
                wrong(
                        () -> Sequential.of(IMAGES, Conv2D.of(4, 9)),
                        "'conv2d'",
                        "height",
                        "at least 9",
                        "(None, 8, 8, 3)"),
                wrong(() -> Sequential.of(Input.of(9, 4, 3), Conv2D.of(4, 5)), "width", "at least 5", "SAME"),
                wrong(() -> Sequential.of(IMAGES, Conv2D.of(4, 5).withDilationRate(2)), "height of at least 9"),
                wrong(() -> Sequential.of(IMAGES, Conv2D.of(4, 3).withGroups(2)), "multiple of groups (2)"),
                wrong(() -> Sequential.of(IMAGES, MaxPooling2D.of(9)), "MaxPooling2D", "at least 9"),
                wrong(() -> Sequential.of(Input.of(5), AveragePooling2D.of(2)), "AveragePooling2D", "(None, 5)"),
                wrong(() -> Sequential.of(Input.of(5), GlobalAveragePooling2D.of()), "(None, 5)"),
                wrong(() -> Sequential.of(Input.of(), Dense.of(3)), "Dense 'dense'", "(batch, ..., inputs)", "(None,)"),
                wrong(() -> Sequential.of(Input.of(-1), Dense.of(3)), "Dense", "known last dimension", "(None, None)"),
                wrong(() -> Sequential.of(Input.of(6), Reshape.of(4)), "Reshape", "(4,)", "(None, 6)", "6 numbers"),
                wrong(() -> Sequential.of(Input.of(6), Reshape.of(4, -1)), "Reshape", "(None, 6)"),
                wrong(() -> Sequential.of(IMAGES, BatchNormalization.of().withAxis(4)), "axis 4"),
                wrong(() -> Sequential.of(IMAGES, BatchNormalization.of().withAxis(0)), "axis 0"),
                wrong(() -> Sequential.of(IMAGES, Add.of()), "Add", "at least two", "1"),
                wrong(() -> Sequential.of(IMAGES, Concatenate.of()), "Concatenate", "at least two", "1"),
                wrong(() -> merged(Add.of(), Shape.of(3), Shape.of(4)), "same shape", "(None, 3)", "(None, 4)"),
                wrong(() -> merged(Add.of(), Shape.of(3), Shape.of(2, 4)), "(None, 1, 3)", "(None, 2, 4)"),
                wrong(() -> merged(Concatenate.of(), Shape.of(3, 2), Shape.of(4, 2)), "axis -1", "(None, 4, 2)"),
                wrong(() -> merged(Concatenate.of(0), Shape.of(3), Shape.of(3)), "axis 0"),
                wrong(() -> merged(Concatenate.of(5), Shape.of(3), Shape.of(3)), "axis 5"),
                wrong(() -> merged(Dense.of(1), Shape.of(3), Shape.of(3)), "Dense", "one input", "2", "Concatenate"));
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                wrong(
                        () -> {
                            Functional.Builder net = Functional.builder();
                            return net.input(Dense.of(1));
                        },
                        "expected an Input",
                        "Dense"),
                wrong(
                        () -> {
                            Functional.Builder net = Functional.builder();
                            return net.add(Dense.of(1));
                        },
                        "at least one input"),
                wrong(
                        () -> {
                            Functional.Builder net = Functional.builder();
                            Node foreign = Functional.builder().input(Input.of(1));
                            return net.add(Dense.of(1), foreign);
                        },
                        "of this builder"),
                wrong(() -> Functional.builder().build(List.of(), List.of()), "at least one input and one output"),
                wrong(
                        () -> {
                            Functional.Builder net = Functional.builder();
                            Node x = net.input(Input.of(1));
                            net.add(Dense.of(1).named("idle"), x);
                            return net.build(x, net.add(Dense.of(1), x));
                        },
                        "Dense 'idle'",
                        "Leave it out"),
                wrong(
                        () -> {
                            Functional.Builder net = Functional.builder();
                            Node x = net.input(Input.of(1));
                            Node y = net.input(Input.of(1).named("other"));
                            return net.build(x, net.add(Add.of(), x, y));
                        },
                        "without InputLayer 'other'"),
                wrong(
                        () -> {
                            Functional.Builder net = Functional.builder();
                            Node x = net.input(Input.of(1));
                            return net.build(List.of(x, x), List.of(net.add(Dense.of(1), x)));
                        },
                        "every input once",
                        "[input_layer, input_layer]"),
                wrong(
                        () -> {
                            Functional.Builder net = Functional.builder();
                            Node x = net.input(Input.of(1));
                            net.share(Dense.of(1).named("never"));
                            return net.build(x, net.add(Dense.of(1), x));
                        },
                        "Dense 'never'",
                        "Call it"),
                wrong(
                        () -> {
                            Functional.Builder net = Functional.builder();
                            var shared = net.share(Dense.of(1).named("both"));
                            net.call(shared, net.input(Input.of(2)));
                            return net.call(shared, net.input(Input.of(3)));
                        },
                        "Dense 'both'",
                        "other sizes"));
    }

    @ParameterizedTest
    @MethodSource({"arguments", "shapes", "networks"})
    void whatIsWrongIsRefusedAtOnce(Supplier<Object> what, String[] words) {
        assertThatIllegalArgumentException()
                .isThrownBy(what::get)
                .withMessageContainingAll(words)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    static Stream<Arguments> data() {
        Array images = floats(4, 6);
        Array classes = Array.of(new int[] {0, 1, 2, 0});
        Loss sparse = sparseCategoricalCrossentropy();
        return Stream.of(
                bad(sparse, floats(4, 7), classes, "input 'input_layer'", "(None, 6)", "(4, 7)"),
                bad(sparse, floats(4, 2, 3), classes, "(None, 6)", "(4, 2, 3)"),
                bad(sparse, images, Array.of(new int[] {0, 1, 2, -1}), "0 to 2", "-1", "example 3"),
                bad(sparse, images, Array.of(new int[] {0, 10, 2, 0}), "0 to 2", "10", "example 1"),
                bad(sparse, images, Array.of(new int[] {0, 1, 3, 0}), "0 to 2", "3", "example 2", "more outputs"),
                bad(sparse, images, Array.of(new float[] {0, 2.5f, 2, 0}), "0 to 2", "2.5", "example 1"),
                bad(sparse, images, Array.of(new float[] {Float.NaN, 1, 2, 0}), "0 to 2", "NaN", "example 0"),
                bad(sparse, images, floats(4, 3), "sparse_categorical_crossentropy", "(None, 3)", "categorical"),
                bad(categoricalCrossentropy(), images, classes, "categorical_crossentropy", "(None, 3)", "sparse"),
                bad(meanSquaredError(), images, floats(4, 2), "mean_squared_error", "(None, 3)", "(None, 2)"),
                bad(meanSquaredError(), images, floats(4), "mean_squared_error", "(None, 3)"),
                bad(binaryCrossentropy(), images, floats(4, 3, 1), "binary_crossentropy", "(None, 3)"));
    }

    private static Arguments bad(Loss loss, Array input, Array target, String... words) {
        return Arguments.of(loss, input, target, words);
    }

    @ParameterizedTest
    @MethodSource("data")
    void dataThatDoesNotFit(Loss loss, Array input, Array target, String[] words) {
        Dataset data = Dataset.of(input, target);
        try (Model model = threeClasses()) {
            CompiledModel compiled = model.compile(SGD.of(0.1), loss, Metrics.accuracy());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(data, Fit.epochs(1)))
                    .withMessageContainingAll(words);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.evaluate(data))
                    .withMessageContainingAll(words);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> compiled.fit(new Streamed(data), Fit.epochs(1).withShuffle(false)))
                    .withMessageContainingAll(words);
        }
    }

    @Test
    void noData() {
        Dataset none = Dataset.of(floats(0, 6), Array.of(new int[0]));
        Dataset some = Dataset.of(floats(2, 6), Array.of(new int[] {0, 1}));
        try (Model model = threeClasses()) {
            CompiledModel compiled = model.compile(SGD.of(0.1), sparseCategoricalCrossentropy());
            refused(() -> compiled.fit(none, Fit.epochs(1)), "fit", "at least one example");
            refused(() -> compiled.evaluate(none), "evaluate", "at least one example");
            refused(() -> model.predict(floats(0, 6)), "predict", "at least one example");
            refused(
                    () -> compiled.fit(some, Fit.epochs(1).withValidationData(none)),
                    "validation",
                    "at least one example");
            refused(
                    () -> compiled.fit(some.slice(0, 1), Fit.epochs(1).withValidationSplit(0.1)),
                    "validation split",
                    "0.1");
            refused(() -> compiled.evaluate(some, 0), "batchSize", "0");
            refused(() -> model.predict(some, -1), "batchSize", "-1");
        }
    }

    @Test
    void inputsAndOutputsInOtherNumbers() {
        Functional.Builder net = Functional.builder();
        Node x = net.input(Input.of(2).named("x"));
        Node y = net.input(Input.of(2).named("y"));
        Node sum = net.add(Add.of(), x, y);
        Functional network = net.build(
                List.of(x, y),
                List.of(
                        net.add(Dense.of(1).named("a"), sum),
                        net.add(Dense.of(1).named("b"), sum)));
        try (Model model = network.build(Seed.of(1))) {
            refused(
                    () -> model.compile(Compilation.of(SGD.of(0.1), meanSquaredError())),
                    "settings for 2 output(s)",
                    "received 1");
            refused(() -> model.predict(floats(3, 2)), "2 input(s)", "[x, y]", "received 1");
            CompiledModel compiled = model.compile(SGD.of(0.1), meanSquaredError());
            Batch one = new Batch(List.of(floats(3, 2), floats(3, 2)), List.of(floats(3, 1)), Optional.empty());
            refused(() -> compiled.fit(Dataset.of(one), Fit.epochs(1)), "2 output(s)", "[a, b]", "received 1");
            Batch two = new Batch(one.inputs(), List.of(floats(3, 1), floats(3, 1)), Optional.empty());
            refused(
                    () -> compiled.fit(Dataset.of(two), Fit.epochs(1).withClassWeights(Map.of(0, 2.0))),
                    "one output",
                    "class weights");
        }
    }

    @Test
    void weightsOfExamples() {
        Batch pairs =
                new Batch(List.of(floats(3, 6)), List.of(Array.of(new int[] {0, 1, 2})), Optional.of(floats(3, 2)));
        Batch weighted = new Batch(pairs.inputs(), pairs.targets(), Optional.of(floats(3)));
        try (Model model = threeClasses()) {
            CompiledModel compiled = model.compile(SGD.of(0.1), sparseCategoricalCrossentropy());
            refused(() -> compiled.fit(Dataset.of(pairs), Fit.epochs(1)), "sample weights", "(examples,)", "(3, 2)");
            refused(
                    () -> compiled.fit(Dataset.of(weighted), Fit.epochs(1).withClassWeights(Map.of(0, 2.0))),
                    "class weights or sample weights");
        }
    }

    @Test
    void weightsOfAnotherNetwork() {
        try (Model model = threeClasses()) {
            Weights before = model.weights();
            refused(
                    () -> model.setWeights(new Weights(Map.of("dense/kernel", floats(6, 4), "x/bias", floats(1)))),
                    "2 variables do not match",
                    "dense/kernel expected (6, 3), received (6, 4)",
                    "dense/bias is missing",
                    "x/bias belongs to no layer");
            assertThat(model.weights()).isEqualTo(before);
            refused(() -> before.get("dense/kernle"), "[dense/kernel, dense/bias]", "'dense/kernle'");
        }
    }

    /** A layer that forgot to list its weight. */
    record Forgetful() implements Layer {
        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.tf().math.mul(call.input(), call.variable("scale"));
        }
    }

    /** A layer whose weight does not do anything. */
    record Idle() implements Layer {
        @Override
        public List<VariableSpec> variables(List<Shape> inputs) {
            return List.of(VariableSpec.trainable("scale", Shape.of(1), (shape, random) -> new float[1]));
        }

        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.input();
        }
    }

    /** A layer that updates what the optimizer owns. */
    record Meddling() implements Layer {
        @Override
        public List<VariableSpec> variables(List<Shape> inputs) {
            return List.of(VariableSpec.trainable("scale", Shape.of(1), (shape, random) -> new float[1]));
        }

        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            call.update("scale", call.variable("scale"));
            return call.tf().math.mul(call.input(), call.variable("scale"));
        }
    }

    @Test
    void customLayersThatDoNotKeepTheirPromises() {
        Dataset data = Dataset.of(floats(2, 3), floats(2, 3));
        try (Model model = Sequential.of(Input.of(3), new Forgetful()).build(Seed.of(1))) {
            refused(() -> model.predict(floats(2, 3)), "Forgetful 'forgetful'", "'scale'", "variables(...)");
        }
        try (Model model = Sequential.of(Input.of(3), new Idle()).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(0.1), meanSquaredError());
            refused(() -> compiled.fit(data, Fit.epochs(1)), "idle/scale", "Freeze its layer");
        }
        try (Model model = Sequential.of(Input.of(3), new Meddling()).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(0.1), meanSquaredError());
            refused(() -> compiled.fit(data, Fit.epochs(1)), "Meddling 'meddling'", "trainable", "scale");
        }
        Dense few = Dense.of(2).withKernelInitializer((shape, random) -> new float[1]);
        refused(() -> Sequential.of(Input.of(3), few).build(Seed.of(1)), "dense/kernel", "6 values", "received 1");
    }

    private static void refused(ThrowingCallable action, String... words) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessageContainingAll(words);
    }

    private static Functional merged(Layer layer, Shape... shapes) {
        Functional.Builder net = Functional.builder();
        List<Node> inputs = Stream.of(shapes)
                .map(shape -> net.input(Input.of(shape.asArray())))
                .toList();
        return net.build(inputs, List.of(net.add(layer, inputs.toArray(Node[]::new))));
    }

    private static Model threeClasses() {
        return Sequential.of(Input.of(6), Dense.of(3)).build(Seed.of(1));
    }

    private static Array floats(long... shape) {
        return Array.of(new float[(int) Shape.of(shape).size()], shape);
    }
}
