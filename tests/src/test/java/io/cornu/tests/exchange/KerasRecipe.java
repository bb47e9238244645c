package io.cornu.tests.exchange;

import static io.cornu.activations.Activations.gelu;
import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.silu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.activations.Activations.tanh;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.losses.Losses.binaryCrossentropy;
import static io.cornu.losses.Losses.categoricalCrossentropy;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;
import static io.cornu.metrics.Metrics.binaryAccuracy;
import static io.cornu.metrics.Metrics.categoricalAccuracy;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.initializers.Initializers;
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
import io.cornu.layers.Input;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.ReLU;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import io.cornu.layers.Size2D;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.regularizers.Regularizers;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Networks made in Java, which together have every layer, optimizer, loss and metric, and most options. */
enum KerasRecipe {
    CNN {
        @Override
        Architecture architecture() {
            return Sequential.of(
                    Input.of(8, 8, 3),
                    Conv2D.of(4, 3).withPadding(SAME).withActivation(relu()),
                    BatchNormalization.of(),
                    Conv2D.of(6, 3).withPadding(SAME).withActivation(relu()),
                    BatchNormalization.of(),
                    MaxPooling2D.of(2),
                    Flatten.of(),
                    Dense.of(8).withActivation(relu()),
                    BatchNormalization.of(),
                    Dense.of(3).withActivation(softmax()));
        }

        @Override
        Compilation compilation() {
            return Compilation.of(Adam.of(.001), sparseCategoricalCrossentropy(), accuracy());
        }

        @Override
        Batch data(Random random) {
            return batch(List.of(floats(random, 24, 8, 8, 3)), List.of(classes(random, 3, 24)));
        }
    },
    TWO_ENDS {
        @Override
        Architecture architecture() {
            Functional.Builder net = Functional.builder();
            Node a = net.input(Input.of(6, 6, 2).named("a"));
            Node b = net.input(Input.of(6, 6, 2).named("b"));
            Functional.Shared shared =
                    net.share(Conv2D.of(2, 3).withPadding(SAME).named("shared"));
            // Made in another order than Keras lists them.
            Node squashed = net.add(Activation.of(tanh()), b);
            Node right = net.call(shared, squashed);
            Node left = net.call(shared, a);
            Node sum = net.add(Add.of(), left, right, a);
            Node flat = net.add(Flatten.of(), net.add(Concatenate.of(1), sum, right));
            Node kind = net.add(Dense.of(3).named("kind"), flat);
            Node number = net.add(Dense.of(1).named("number"), net.add(Dense.of(4), flat));
            return net.build(List.of(a, b), List.of(number, kind)).named("two_ends");
        }

        @Override
        Compilation compilation() {
            return new Compilation(
                    SGD.of(.01).withMomentum(.9).withNesterov(true).withGlobalClipnorm(1.5),
                    List.of(
                            Compilation.Output.of(meanSquaredError()).withLossWeight(.5),
                            Compilation.Output.of(
                                            categoricalCrossentropy()
                                                    .withFromLogits(true)
                                                    .withLabelSmoothing(.1),
                                            accuracy())
                                    .withLossWeight(2)
                                    .withWeightedMetrics(
                                            List.of(categoricalAccuracy().withName("weighted")))));
        }

        @Override
        Batch data(Random random) {
            float[] hot = new float[24 * 3];
            for (int i = 0; i < 24; i++) {
                hot[3 * i + random.nextInt(3)] = 1;
            }
            return batch(
                    List.of(floats(random, 24, 6, 6, 2), floats(random, 24, 6, 6, 2)),
                    List.of(floats(random, 24, 1), Array.of(hot, 24, 3)));
        }
    },
    EVERY_LAYER {
        @Override
        Architecture architecture() {
            Functional.Builder net = Functional.builder();
            Node image = net.input(Input.of(12, 12, 2).withDataType(DataType.UINT8));
            Node x = net.add(Rescaling.of(1 / 255.).withOffset(-.5), image);
            x = net.add(
                    Conv2D.of(4, Size2D.of(3, 2))
                            .withStrides(Size2D.of(2, 1))
                            .withGroups(2)
                            .withUseBias(false)
                            .withKernelInitializer(Initializers.heNormal())
                            .withKernelRegularizer(Regularizers.l1L2(1e-3, 1e-3)),
                    x);
            x = net.add(
                    BatchNormalization.of().withMomentum(.9).withEpsilon(1e-2).withScale(false), x);
            x = net.add(LeakyReLU.of(.1), x);
            Node y = net.add(
                    Conv2D.of(4, 3)
                            .withPadding(SAME)
                            .withDilationRate(2)
                            .withActivation(silu())
                            .withBiasRegularizer(Regularizers.l2(.01)),
                    x);
            y = net.add(ReLU.of().withMaxValue(3).withNegativeSlope(.1).withThreshold(.2), y);
            x = net.add(Add.of(), x, y);
            x = net.add(
                    AveragePooling2D.of(Size2D.of(2, 1))
                            .withStrides(Size2D.of(1, 2))
                            .withPadding(SAME),
                    x);
            x = net.add(MaxPooling2D.of(2).withStrides(1), x);
            Node pooled = net.add(GlobalAveragePooling2D.of().withKeepDimensions(true), x);
            x = net.add(
                    Concatenate.of(),
                    net.add(Flatten.of(), pooled),
                    net.add(Dropout.of(0), net.add(Reshape.of(-1), x)));
            x = net.add(Activation.of(gelu()), x);
            x = net.add(Dense.of(5).withActivation(tanh()).named("frozen"), x);
            VarianceScaling scaling =
                    new VarianceScaling(2, VarianceScaling.Mode.FAN_OUT, VarianceScaling.Distribution.UNIFORM);
            return net.build(
                    image, net.add(Dense.of(1).withActivation(sigmoid()).withKernelInitializer(scaling), x));
        }

        @Override
        Compilation compilation() {
            return Compilation.of(
                    RMSprop.of(2e-3)
                            .withRho(.8)
                            .withMomentum(.5)
                            .withCentered(true)
                            .withClipnorm(1),
                    binaryCrossentropy().withLabelSmoothing(.05),
                    accuracy(),
                    binaryAccuracy().withThreshold(.4));
        }

        @Override
        Batch data(Random random) {
            byte[] pixels = new byte[24 * 12 * 12 * 2];
            random.nextBytes(pixels);
            return batch(
                    List.of(Array.of(pixels, 24, 12, 12, 2)),
                    List.of(classes(random, 2, 24, 1).cast(DataType.FLOAT32)));
        }
    },
    AMSGRAD {
        @Override
        Architecture architecture() {
            return Sequential.of(Input.of(4), Dense.of(3), Dense.of(2)).named("small");
        }

        @Override
        Compilation compilation() {
            return Compilation.of(
                    Adam.of(.01)
                            .withBeta1(.8)
                            .withBeta2(.99)
                            .withEpsilon(1e-6)
                            .withAmsgrad(true)
                            .withClipvalue(.01),
                    meanSquaredError());
        }

        @Override
        Batch data(Random random) {
            return batch(List.of(floats(random, 24, 4)), List.of(floats(random, 24, 2)));
        }
    };

    abstract Architecture architecture();

    abstract Compilation compilation();

    abstract Batch data(Random random);

    static Batch batch(List<Array> inputs, List<Array> targets) {
        return new Batch(inputs, targets, Optional.empty());
    }

    static Array floats(Random random, long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size *= (int) dimension;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat();
        }
        return Array.of(values, shape);
    }

    static Array classes(Random random, int classes, long... shape) {
        return Array.of(random.ints(shape[0], 0, classes).toArray(), shape);
    }
}
