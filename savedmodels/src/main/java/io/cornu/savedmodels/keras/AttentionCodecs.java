package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.AXES;
import static io.cornu.savedmodels.keras.OptionType.CONSTRAINT;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;
import static io.cornu.savedmodels.keras.OptionType.SIZES;

import io.cornu.layers.Layer;
import io.cornu.layers.attention.AdditiveAttention;
import io.cornu.layers.attention.Attention;
import io.cornu.layers.attention.GroupQueryAttention;
import io.cornu.layers.attention.MultiHeadAttention;
import io.cornu.layers.attention.ScoreMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Attention layers. Source: their {@code get_config} and {@code call}, Keras 3.15. */
final class AttentionCodecs {
    private static final String CAUSAL = "use_causal_mask";
    private static final CallForm LISTED = new CallForm(List.of(), Set.of(CAUSAL), Optional.empty());
    private static final CallForm NAMED =
            new CallForm(List.of("query", "value", "key"), Set.of(CAUSAL), Optional.empty());
    private static final OptionType<OptionalInt> WINDOW = INTEGER.map(OptionalInt::of, OptionalInt::orElseThrow);

    private AttentionCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                later(Attention.class, AttentionCodecs::attention),
                later(AdditiveAttention.class, AttentionCodecs::additiveAttention),
                later(MultiHeadAttention.class, AttentionCodecs::multiHeadAttention),
                later(GroupQueryAttention.class, AttentionCodecs::groupQueryAttention));
    }

    private static KerasCodec<Attention> attention() {
        return KerasCodec.of(Attention.class, Attention::of)
                .option("use_scale", FLAG, Attention::useScale, Attention::withUseScale)
                .option("score_mode", OptionType.oneOf(ScoreMode.class), Attention::scoreMode, Attention::withScoreMode)
                .option("dropout", NUMBER, Attention::dropout, Attention::withDropout)
                .option(CAUSAL, FLAG, Attention::useCausalMask, Attention::withUseCausalMask)
                .ignoring("seed")
                .called(LISTED);
    }

    private static KerasCodec<AdditiveAttention> additiveAttention() {
        return KerasCodec.of(AdditiveAttention.class, AdditiveAttention::of)
                .option("use_scale", FLAG, AdditiveAttention::useScale, AdditiveAttention::withUseScale)
                .option("dropout", NUMBER, AdditiveAttention::dropout, AdditiveAttention::withDropout)
                .option(CAUSAL, FLAG, AdditiveAttention::useCausalMask, AdditiveAttention::withUseCausalMask)
                .ignoring("seed")
                .called(LISTED);
    }

    private static KerasCodec<MultiHeadAttention> multiHeadAttention() {
        return KerasCodec.of(
                        MultiHeadAttention.class,
                        required("num_heads", INTEGER, MultiHeadAttention::numHeads),
                        required("key_dim", INTEGER, MultiHeadAttention::keyDim),
                        MultiHeadAttention::of)
                .option("value_dim", INTEGER, MultiHeadAttention::valueDim, MultiHeadAttention::withValueDim)
                .option("dropout", NUMBER, MultiHeadAttention::dropout, MultiHeadAttention::withDropout)
                .option("use_bias", FLAG, MultiHeadAttention::useBias, MultiHeadAttention::withUseBias)
                .option("output_shape", SIZES, MultiHeadAttention::outputShape, MultiHeadAttention::withOutputShape)
                .option(
                        "attention_axes",
                        AXES,
                        MultiHeadAttention::attentionAxes,
                        MultiHeadAttention::withAttentionAxes)
                .option(
                        "sliding_window",
                        WINDOW,
                        MultiHeadAttention::slidingWindow,
                        MultiHeadAttention::withSlidingWindow)
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        MultiHeadAttention::kernelInitializer,
                        MultiHeadAttention::withKernelInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        MultiHeadAttention::biasInitializer,
                        MultiHeadAttention::withBiasInitializer)
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        MultiHeadAttention::kernelRegularizer,
                        MultiHeadAttention::withKernelRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        MultiHeadAttention::biasRegularizer,
                        MultiHeadAttention::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        MultiHeadAttention::activityRegularizer,
                        MultiHeadAttention::withActivityRegularizer)
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        MultiHeadAttention::kernelConstraint,
                        MultiHeadAttention::withKernelConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        MultiHeadAttention::biasConstraint,
                        MultiHeadAttention::withBiasConstraint)
                .option("use_gate", FLAG, MultiHeadAttention::useGate, MultiHeadAttention::withUseGate)
                .option(CAUSAL, FLAG, MultiHeadAttention::useCausalMask, MultiHeadAttention::withUseCausalMask)
                .ignoring("seed")
                .called(NAMED);
    }

    private static KerasCodec<GroupQueryAttention> groupQueryAttention() {
        KerasStart<GroupQueryAttention> start = KerasStart.of(
                required("head_dim", INTEGER, GroupQueryAttention::headDim),
                required("num_query_heads", INTEGER, GroupQueryAttention::numQueryHeads),
                required("num_key_value_heads", INTEGER, GroupQueryAttention::numKeyValueHeads),
                GroupQueryAttention::of);
        return KerasCodec.of(GroupQueryAttention.class, start)
                .option("dropout", NUMBER, GroupQueryAttention::dropout, GroupQueryAttention::withDropout)
                .option("use_bias", FLAG, GroupQueryAttention::useBias, GroupQueryAttention::withUseBias)
                .option(
                        "sliding_window",
                        WINDOW,
                        GroupQueryAttention::slidingWindow,
                        GroupQueryAttention::withSlidingWindow)
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        GroupQueryAttention::kernelInitializer,
                        GroupQueryAttention::withKernelInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        GroupQueryAttention::biasInitializer,
                        GroupQueryAttention::withBiasInitializer)
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        GroupQueryAttention::kernelRegularizer,
                        GroupQueryAttention::withKernelRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        GroupQueryAttention::biasRegularizer,
                        GroupQueryAttention::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        GroupQueryAttention::activityRegularizer,
                        GroupQueryAttention::withActivityRegularizer)
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        GroupQueryAttention::kernelConstraint,
                        GroupQueryAttention::withKernelConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        GroupQueryAttention::biasConstraint,
                        GroupQueryAttention::withBiasConstraint)
                .option("use_gate", FLAG, GroupQueryAttention::useGate, GroupQueryAttention::withUseGate)
                .option(CAUSAL, FLAG, GroupQueryAttention::useCausalMask, GroupQueryAttention::withUseCausalMask)
                .ignoring("seed")
                .called(new CallForm(NAMED.inputs(), NAMED.flags(), Optional.of("GroupedQueryAttention")));
    }
}
