package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.ACTIVATION;
import static io.cornu.savedmodels.keras.OptionType.CONSTRAINT;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;
import static io.cornu.savedmodels.keras.OptionType.SIZES;
import static io.cornu.savedmodels.keras.OptionType.TEXT;

import io.cornu.layers.Dense;
import io.cornu.layers.EinsumDense;
import io.cornu.layers.Embedding;
import io.cornu.layers.Identity;
import io.cornu.layers.Layer;
import io.cornu.layers.Masking;
import java.util.List;

/** Layers of weights that are no convolutions, and those that mark what counts. Source: their {@code get_config}, Keras 3.15. */
final class CoreCodecs {
    private CoreCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                later(Dense.class, CoreCodecs::dense),
                later(EinsumDense.class, CoreCodecs::einsumDense),
                later(Embedding.class, CoreCodecs::embedding),
                KerasCodec.of(Identity.class, Identity::of),
                KerasCodec.of(Masking.class, Masking::of)
                        .option("mask_value", NUMBER, Masking::maskValue, (layer, value) -> Masking.of(value)));
    }

    private static KerasCodec<Dense> dense() {
        return KerasCodec.of(Dense.class, required("units", INTEGER, Dense::units), Dense::of)
                .option("activation", ACTIVATION, Dense::activation, Dense::withActivation)
                .option("use_bias", FLAG, Dense::useBias, Dense::withUseBias)
                .option("kernel_initializer", INITIALIZER, Dense::kernelInitializer, Dense::withKernelInitializer)
                .option("bias_initializer", INITIALIZER, Dense::biasInitializer, Dense::withBiasInitializer)
                .option("kernel_regularizer", REGULARIZER, Dense::kernelRegularizer, Dense::withKernelRegularizer)
                .option("bias_regularizer", REGULARIZER, Dense::biasRegularizer, Dense::withBiasRegularizer)
                .option("activity_regularizer", REGULARIZER, Dense::activityRegularizer, Dense::withActivityRegularizer)
                .option("kernel_constraint", CONSTRAINT, Dense::kernelConstraint, Dense::withKernelConstraint)
                .option("bias_constraint", CONSTRAINT, Dense::biasConstraint, Dense::withBiasConstraint)
                .lacking("lora_rank")
                .lacking("quantization_config");
    }

    private static KerasCodec<EinsumDense> einsumDense() {
        return KerasCodec.of(
                        EinsumDense.class,
                        required("equation", TEXT, EinsumDense::equation),
                        required("output_shape", SIZES, EinsumDense::outputShape),
                        (equation, sizes) -> EinsumDense.of(equation).withOutputShape(sizes))
                .option("activation", ACTIVATION, EinsumDense::activation, EinsumDense::withActivation)
                .option("bias_axes", TEXT, EinsumDense::biasAxes, EinsumDense::withBiasAxes)
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        EinsumDense::kernelInitializer,
                        EinsumDense::withKernelInitializer)
                .option("bias_initializer", INITIALIZER, EinsumDense::biasInitializer, EinsumDense::withBiasInitializer)
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        EinsumDense::kernelRegularizer,
                        EinsumDense::withKernelRegularizer)
                .option("bias_regularizer", REGULARIZER, EinsumDense::biasRegularizer, EinsumDense::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        EinsumDense::activityRegularizer,
                        EinsumDense::withActivityRegularizer)
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        EinsumDense::kernelConstraint,
                        EinsumDense::withKernelConstraint)
                .option("bias_constraint", CONSTRAINT, EinsumDense::biasConstraint, EinsumDense::withBiasConstraint)
                .lacking("lora_rank")
                .lacking("gptq_unpacked_column_size")
                .lacking("quantization_config");
    }

    private static KerasCodec<Embedding> embedding() {
        return KerasCodec.of(
                        Embedding.class,
                        required("input_dim", INTEGER, Embedding::inputDim),
                        required("output_dim", INTEGER, Embedding::outputDim),
                        Embedding::of)
                .option(
                        "embeddings_initializer",
                        INITIALIZER,
                        Embedding::embeddingsInitializer,
                        Embedding::withEmbeddingsInitializer)
                .option(
                        "embeddings_regularizer",
                        REGULARIZER,
                        Embedding::embeddingsRegularizer,
                        Embedding::withEmbeddingsRegularizer)
                .option(
                        "embeddings_constraint",
                        CONSTRAINT,
                        Embedding::embeddingsConstraint,
                        Embedding::withEmbeddingsConstraint)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        Embedding::activityRegularizer,
                        Embedding::withActivityRegularizer)
                .option("mask_zero", FLAG, Embedding::maskZero, Embedding::withMaskZero)
                .lacking("lora_rank")
                .lacking("quantization_config")
                .ignoring("lora_alpha");
    }
}
