package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.ACTIVATION;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;

import io.cornu.layers.Dense;
import io.cornu.layers.Layer;
import java.util.List;

/** Layers of weights that are no convolutions. Source: their {@code get_config}, Keras 3.15. */
final class CoreCodecs {
    private CoreCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(dense());
    }

    private static KerasCodec<Dense> dense() {
        return KerasCodec.of(Dense.class, required("units", INTEGER, Dense::units), Dense::of)
                .option("activation", ACTIVATION, Dense::activation, Dense::withActivation)
                .option("use_bias", FLAG, Dense::useBias, Dense::withUseBias)
                .option("kernel_initializer", INITIALIZER, Dense::kernelInitializer, Dense::withKernelInitializer)
                .option("bias_initializer", INITIALIZER, Dense::biasInitializer, Dense::withBiasInitializer)
                .option("kernel_regularizer", REGULARIZER, Dense::kernelRegularizer, Dense::withKernelRegularizer)
                .option("bias_regularizer", REGULARIZER, Dense::biasRegularizer, Dense::withBiasRegularizer)
                .lacking("kernel_constraint")
                .lacking("bias_constraint")
                .lacking("lora_rank")
                .lacking("quantization_config");
    }
}
