package io.cornu.model;

import static io.cornu.activations.Activations.tanh;

import io.cornu.layers.ActivityRegularization;
import io.cornu.layers.AlphaDropout;
import io.cornu.layers.Average;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Dot;
import io.cornu.layers.Dropout;
import io.cornu.layers.ELU;
import io.cornu.layers.EinsumDense;
import io.cornu.layers.Flatten;
import io.cornu.layers.GaussianDropout;
import io.cornu.layers.GaussianNoise;
import io.cornu.layers.GroupNormalization;
import io.cornu.layers.Identity;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.Masking;
import io.cornu.layers.StochasticDepth;
import io.cornu.layers.CustomScaleLayer;
import io.cornu.layers.LayerScale;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Maximum;
import io.cornu.layers.Minimum;
import io.cornu.layers.Multiply;
import io.cornu.layers.PReLU;
import io.cornu.layers.Permute;
import io.cornu.layers.RMSNormalization;
import io.cornu.layers.RandomizedLeakyReLU;
import io.cornu.layers.RepeatVector;
import io.cornu.layers.Softmax;
import io.cornu.layers.SpatialDropout1D;
import io.cornu.layers.SpatialDropout2D;
import io.cornu.layers.SpatialDropout3D;
import io.cornu.layers.Subtract;
import io.cornu.layers.UnitNormalization;
import io.cornu.model.LayerCases.LayerCase;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** The layers of the core, normalization, activation, regularization, reshaping and merging families. */
class CommonLayersContractTest extends LayerContract {
    private static final Shape IMAGE = Shape.of(3, 2, 4);
    private static final Shape SEQUENCE = Shape.of(3, 4);
    private static final Shape VECTOR = Shape.of(6);

    private final List<LayerCase> cases = new ArrayList<>();

    @Override
    List<LayerCase> cases() {
        addCore();
        addNormalization();
        addActivations();
        addRegularization();
        addReshaping();
        addMerging();
        return cases;
    }

    private void add(String name, Layer layer, Shape... shapes) {
        cases.add(new LayerCase(name, layer, List.of(shapes)));
    }

    private void addCore() {
        add("einsum", EinsumDense.of("ab,bc->ac", 3).withBiasAxes("c").withActivation(tanh()), VECTOR);
        add("einsum_two_new", EinsumDense.of("abc,cde->abde", -1, 2, 3).withBiasAxes("de"), SEQUENCE);
        add("einsum_summed", EinsumDense.of("abc,cd->ad", 2), SEQUENCE);
        add("einsum_elementwise", EinsumDense.of("abc,bc->abc", 3, 4).withBiasAxes("b"), SEQUENCE);
        add("einsum_outer", EinsumDense.of("ab,c->abc", 6, 2), VECTOR);
        add("einsum_left", EinsumDense.of("...x,xy->...y", 5).withBiasAxes("y"), IMAGE);
        add("einsum_left_volume", EinsumDense.of("...x,xyz->...zy", 2, 3).withBiasAxes("y"), Shape.of(2, 3, 2, 2));
        add("einsum_right", EinsumDense.of("ab...,bc->ac...", 5).withBiasAxes("c"), IMAGE);
        add("identity", Identity.of(), SEQUENCE);
        add("rescaling_channels", Rescaling.of(2, 3, 4, -1).withOffset(1, 0, 0, 2), IMAGE);
        add("layer_scale", LayerScale.of(.3, 4), IMAGE);
        add("custom_scale", CustomScaleLayer.of(.17), IMAGE, IMAGE);
        add("masking", Masking.of(), SEQUENCE);
    }

    private void addNormalization() {
        LayerNormalization layer = LayerNormalization.of();
        add("layer_normalization", layer, SEQUENCE);
        add("layer_normalization_axis_1", layer.withAxis(1), IMAGE);
        add("layer_normalization_axes", layer.withAxis(1, -1).withEpsilon(.1), IMAGE);
        add("layer_normalization_plain", layer.withCenter(false).withScale(false), IMAGE);
        add("group_normalization", GroupNormalization.of(2), IMAGE);
        add("group_normalization_all", GroupNormalization.of(-1), IMAGE);
        add("group_normalization_axis_1", GroupNormalization.of(3).withAxis(1), IMAGE);
        add(
                "group_normalization_plain",
                GroupNormalization.of(1).withCenter(false).withScale(false),
                SEQUENCE);
        add("rms_normalization", RMSNormalization.of(), SEQUENCE);
        add("rms_normalization_axes", RMSNormalization.of().withAxis(-2, -1), IMAGE);
        add("unit_normalization", UnitNormalization.of(), SEQUENCE);
        add("unit_normalization_axes", UnitNormalization.of(1, 2), IMAGE);
    }

    private void addActivations() {
        add("elu", ELU.of(), VECTOR);
        add("elu_half", ELU.of(.5), VECTOR);
        add("prelu", PReLU.of(), VECTOR);
        add("prelu_shared", PReLU.of().withSharedAxes(1, 2), IMAGE);
        add("softmax", Softmax.of(), VECTOR);
        add("softmax_axis_1", Softmax.of(1), SEQUENCE);
        add("softmax_axes", Softmax.of(1, -1), IMAGE);
        add("randomized_leaky_relu", RandomizedLeakyReLU.of(), VECTOR);
        add("randomized_leaky_relu_fixed", RandomizedLeakyReLU.of(.2, .2), VECTOR);
    }

    private void addRegularization() {
        add("dropout_all", Dropout.of(1), VECTOR);
        add("stochastic_depth", StochasticDepth.of(.4), IMAGE);
        add("dropout_noise_shape", Dropout.of(.4).withNoiseShape(-1, 1, -1), SEQUENCE);
        add("spatial_dropout_1d", SpatialDropout1D.of(.4), SEQUENCE);
        add("spatial_dropout_2d", SpatialDropout2D.of(.4), IMAGE);
        add("spatial_dropout_2d_first", SpatialDropout2D.of(.4).withDataFormat(DataFormat.CHANNELS_FIRST), IMAGE);
        add("spatial_dropout_3d", SpatialDropout3D.of(.4), Shape.of(2, 3, 2, 2));
        add("alpha_dropout", AlphaDropout.of(.4), VECTOR);
        add("alpha_dropout_noise_shape", AlphaDropout.of(.4).withNoiseShape(1, -1), VECTOR);
        add("gaussian_dropout", GaussianDropout.of(.4), VECTOR);
        add("gaussian_noise", GaussianNoise.of(.4), VECTOR);
        add("activity_regularization", ActivityRegularization.of().withL2(.3), VECTOR);
    }

    private void addReshaping() {
        add("flatten_first", Flatten.of().withDataFormat(DataFormat.CHANNELS_FIRST), IMAGE);
        add("permute", Permute.of(3, 1, 2), IMAGE);
        add("repeat_vector", RepeatVector.of(3), VECTOR);
    }

    private void addMerging() {
        for (Layer layer : List.of(Multiply.of(), Average.of(), Maximum.of(), Minimum.of(), Subtract.of())) {
            add(layer.kind(), layer, SEQUENCE, SEQUENCE);
            add(layer.kind() + "_broadcast", layer, Shape.of(3, 1), Shape.of(1, 4));
            add(layer.kind() + "_ranks", layer, Shape.of(4), SEQUENCE);
        }
        add("multiply_3", Multiply.of(), VECTOR, VECTOR, VECTOR);
        add("dot", Dot.of(1), VECTOR, VECTOR);
        add("dot_2_1", Dot.of(2, 1), SEQUENCE, Shape.of(4, 2));
        add("dot_3_2", Dot.of(3, 2), IMAGE, SEQUENCE);
        add("dot_ranks", Dot.of(2, 1), SEQUENCE, Shape.of(4));
        add("dot_cosine", Dot.of(-1).withNormalize(true), SEQUENCE, Shape.of(2, 4));
    }
}
