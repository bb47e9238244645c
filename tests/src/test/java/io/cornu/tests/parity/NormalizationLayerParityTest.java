package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.tanh;
import static io.cornu.regularizers.Regularizers.l1;
import static io.cornu.regularizers.Regularizers.l2;

import io.cornu.constraints.Constraints;
import io.cornu.initializers.Constant;
import io.cornu.initializers.Initializer;
import io.cornu.initializers.RandomUniform;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Dense;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Embedding;
import io.cornu.layers.GroupNormalization;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.RMSNormalization;
import io.cornu.layers.SpectralNormalization;
import io.cornu.layers.UnitNormalization;
import io.cornu.layers.recurrent.LSTM;
import io.cornu.layers.recurrent.TimeDistributed;
import io.cornu.model.Functional;
import io.cornu.model.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Batch, layer, group, root-mean-square and unit normalization. */
class NormalizationLayerParityTest extends LayerParity {
    private static final Initializer WIDE = RandomUniform.of(-1, 1);
    private static final Initializer AROUND_ONE = RandomUniform.of(.5, 1.5);

    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        batch(cases);
        layer(cases);
        group(cases);
        others(cases);
        spectral(cases);
        return cases;
    }

    private static void batch(List<LayerCase> cases) {
        BatchNormalization plain = BatchNormalization.of();
        cases.add(image("BatchNormalization", plain));
        cases.add(vector("BatchNormalization on vectors", plain));
        cases.add(sequence("BatchNormalization on sequences", plain));
        cases.add(volume("BatchNormalization on volumes", plain));
        cases.add(image(
                "BatchNormalization momentum .5 epsilon .1",
                plain.withMomentum(.5).withEpsilon(.1)));
        cases.add(image("BatchNormalization without scale", plain.withScale(false)));
        cases.add(image("BatchNormalization without center", plain.withCenter(false)));
        // The gradient of the bias before it is nothing but the rounding of sums of 280 numbers.
        cases.add(image(
                        "BatchNormalization without either",
                        plain.withCenter(false).withScale(false))
                .withTolerance(3e-5));
        cases.add(image("BatchNormalization axis 1", plain.withAxis(1)));
        cases.add(image("BatchNormalization axis -2", plain.withAxis(-2)));
        cases.add(image(
                "BatchNormalization initializers",
                plain.withBetaInitializer(WIDE)
                        .withGammaInitializer(AROUND_ONE)
                        .withMovingMeanInitializer(WIDE)
                        .withMovingVarianceInitializer(AROUND_ONE)));
        cases.add(image(
                "BatchNormalization penalties",
                plain.withBetaInitializer(WIDE)
                        .withBetaRegularizer(l1(.2))
                        .withGammaRegularizer(l2(.3))
                        .withBetaConstraint(Constraints.maxNorm())
                        .withGammaConstraint(Constraints.nonNeg())));
    }

    private static void spectral(List<LayerCase> cases) {
        for (int iterations : new int[] {1, 3}) {
            UnaryOperator<Layer> normalized =
                    layer -> SpectralNormalization.of(layer).withPowerIterations(iterations);
            String name = "SpectralNormalization " + iterations + " ";
            cases.add(vector(name + "Dense", normalized.apply(Dense.of(3))));
            cases.add(sequence(name + "Dense on sequences", normalized.apply(Dense.of(3))));
            cases.add(image(name + "Conv2D", normalized.apply(Conv2D.of(3, 2).withActivation(relu()))));
            cases.add(sequence(name + "Conv1D", normalized.apply(Conv1D.of(3, 2))));
            cases.add(image(name + "Conv2DTranspose", normalized.apply(Conv2DTranspose.of(3, 2))));
            cases.add(image(name + "DepthwiseConv2D", normalized.apply(DepthwiseConv2D.of(2))));
            cases.add(LayerCase.of(
                            name + "Embedding",
                            Sequential.of(
                                    Input.of(6),
                                    normalized.apply(Embedding.of(7, 4).withMaskZero(true)),
                                    LSTM.of(2)))
                    .withInputs((random, shape) -> whole(random, shape, 7)));
        }
        cases.add(vector(
                "SpectralNormalization penalties",
                SpectralNormalization.of(Dense.of(3)
                        .withKernelRegularizer(l2(.3))
                        .withBiasRegularizer(l1(.2))
                        .withKernelConstraint(Constraints.maxNorm()))));
        cases.add(vector(
                "SpectralNormalization of zeros",
                SpectralNormalization.of(Dense.of(3).withKernelInitializer(Constant.of(0)))));
        cases.add(sequence("SpectralNormalization after a mask", SpectralNormalization.of(Dense.of(3)))
                .withInputs(LayerParity::padded));
        cases.add(LayerCase.of(
                "SpectralNormalization twice in a network",
                Sequential.of(
                        Input.of(6),
                        SpectralNormalization.of(Dense.of(5).withActivation(relu())),
                        SpectralNormalization.of(Dense.of(3)))));
        cases.add(sequence(
                "SpectralNormalization in TimeDistributed", TimeDistributed.of(SpectralNormalization.of(Dense.of(3)))));
        cases.add(shared());
    }

    /** Both calls normalize, and both gradients count. */
    private static LayerCase shared() {
        Functional.Builder net = Functional.builder();
        Functional.Node x = net.input(Input.of(6));
        Functional.Shared shared =
                net.share(SpectralNormalization.of(Dense.of(6).withActivation(tanh())));
        return LayerCase.of("SpectralNormalization called twice", net.build(x, net.call(shared, net.call(shared, x))));
    }

    private static void layer(List<LayerCase> cases) {
        LayerNormalization plain =
                LayerNormalization.of().withBetaInitializer(WIDE).withGammaInitializer(AROUND_ONE);
        cases.add(vector("LayerNormalization with defaults", LayerNormalization.of()));
        cases.add(vector("LayerNormalization on vectors", plain));
        cases.add(sequence("LayerNormalization on sequences", plain));
        cases.add(image("LayerNormalization on images", plain));
        cases.add(volume("LayerNormalization on volumes", plain));
        for (int[] axes : new int[][] {{1}, {2}, {-2}, {1, 2}, {2, 3}, {1, 3}, {-1, -2}, {1, 2, 3}, {-1, 1}}) {
            cases.add(image("LayerNormalization axis " + Arrays.toString(axes), plain.withAxis(axes)));
        }
        cases.add(image("LayerNormalization epsilon .1", plain.withEpsilon(.1)));
        cases.add(image("LayerNormalization without scale", plain.withScale(false)));
        cases.add(image("LayerNormalization without center", plain.withCenter(false)));
        cases.add(image(
                "LayerNormalization without either", plain.withCenter(false).withScale(false)));
        cases.add(image(
                "LayerNormalization axes without either",
                plain.withAxis(1, 2).withCenter(false).withScale(false)));
        cases.add(image(
                "LayerNormalization penalties",
                plain.withBetaRegularizer(l1(.2))
                        .withGammaRegularizer(l2(.3))
                        .withBetaConstraint(Constraints.maxNorm())
                        .withGammaConstraint(Constraints.nonNeg())));
    }

    private static void group(List<LayerCase> cases) {
        for (int groups : new int[] {1, 2, 4}) {
            cases.add(image("GroupNormalization " + groups, groups(groups)));
        }
        cases.add(vector("GroupNormalization on vectors", groups(1)));
        cases.add(sequence("GroupNormalization on sequences", groups(5)));
        cases.add(volume("GroupNormalization on volumes", groups(3)));
        cases.add(image("GroupNormalization axis 1", groups(4).withAxis(1)));
        cases.add(image("GroupNormalization axis 2", groups(7).withAxis(2)));
        cases.add(image("GroupNormalization axis -3", groups(2).withAxis(-3)));
        cases.add(image("GroupNormalization epsilon .1", groups(2).withEpsilon(.1)));
        cases.add(image("GroupNormalization without scale", groups(2).withScale(false)));
        cases.add(image("GroupNormalization without center", groups(2).withCenter(false)));
        cases.add(image(
                "GroupNormalization without either", groups(2).withCenter(false).withScale(false)));
        cases.add(image(
                "GroupNormalization penalties",
                groups(2)
                        .withBetaRegularizer(l1(.2))
                        .withGammaRegularizer(l2(.3))
                        .withBetaConstraint(Constraints.maxNorm())
                        .withGammaConstraint(Constraints.nonNeg())));
        // Keras writes the number of groups that it found.
        cases.add(image("GroupNormalization -1", groups(-1))
                .writtenAs(Sequential.of(Input.of(8, 7, 3), Conv2D.of(4, 1).named("before"), groups(4))));
    }

    private static GroupNormalization groups(int groups) {
        return GroupNormalization.of(groups).withBetaInitializer(WIDE).withGammaInitializer(AROUND_ONE);
    }

    private static void others(List<LayerCase> cases) {
        cases.add(vector("RMSNormalization", RMSNormalization.of()));
        cases.add(sequence("RMSNormalization on sequences", RMSNormalization.of()));
        cases.add(image("RMSNormalization epsilon .1", RMSNormalization.of().withEpsilon(.1)));
        cases.add(image("RMSNormalization axes 2, 3", RMSNormalization.of().withAxis(2, 3)));
        cases.add(image("RMSNormalization axes -2, -1", RMSNormalization.of().withAxis(-2, -1)));
        cases.add(image("RMSNormalization of all", RMSNormalization.of().withAxis(1, 2, 3)));
        cases.add(vector("UnitNormalization", UnitNormalization.of()));
        cases.add(sequence("UnitNormalization on sequences", UnitNormalization.of()));
        cases.add(image("UnitNormalization axis 1", UnitNormalization.of(1)));
        cases.add(image("UnitNormalization axes 1, 2", UnitNormalization.of(1, 2)));
        cases.add(image("UnitNormalization axes -1, 1", UnitNormalization.of(-1, 1)));
        cases.add(vector("UnitNormalization over the batch", UnitNormalization.of(0)));
    }
}
