package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.ACTIVATION;
import static io.cornu.savedmodels.keras.OptionType.CONSTRAINT;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;

import io.cornu.layers.recurrent.GRUCell;
import io.cornu.layers.recurrent.LSTMCell;
import io.cornu.layers.recurrent.RecurrentCell;
import io.cornu.layers.recurrent.SimpleRNNCell;
import io.cornu.layers.recurrent.StackedRNNCells;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The cells of recurrent layers; in Keras they are layers. Source: their {@code get_config}, Keras 3.15. */
final class CellCodecs {
    private static final Lazy<ClassTable<RecurrentCell>> TABLE = new Lazy<>(CellCodecs::standard);
    private static final OptionType<RecurrentCell> CELL = OptionType.of(
            (cell, registry) -> table().write(cell, registry), (node, place) -> table().read(node, place));

    private CellCodecs() {}

    /** A cell, as an object. */
    static OptionType<RecurrentCell> cell() {
        return CELL;
    }

    static ClassTable<RecurrentCell> table() {
        return TABLE.get();
    }

    private static ClassTable<RecurrentCell> standard() {
        return ClassTable.of(
                "recurrent cell",
                "keras.layers",
                List.of(
                        simple(
                                KerasCodec.of(
                                        SimpleRNNCell.class,
                                        required("units", INTEGER, SimpleRNNCell::units),
                                        SimpleRNNCell::of),
                                cell -> cell,
                                (old, cell) -> cell),
                        longShort(
                                KerasCodec.of(
                                        LSTMCell.class, required("units", INTEGER, LSTMCell::units), LSTMCell::of),
                                cell -> cell,
                                (old, cell) -> cell),
                        gated(
                                KerasCodec.of(GRUCell.class, required("units", INTEGER, GRUCell::units), GRUCell::of),
                                cell -> cell,
                                (old, cell) -> cell),
                        KerasCodec.of(
                                StackedRNNCells.class,
                                required("cells", CELL.list(), StackedRNNCells::cells),
                                StackedRNNCells::new)),
                Map.of(),
                config -> {
                    LayerConfigs.requireFloat32(config);
                    config.ignore("name", "trainable");
                });
    }

    /** The options of a cell, for the cell itself or for what has one. */
    static <T> KerasCodec<T> simple(
            KerasCodec<T> codec, Function<T, SimpleRNNCell> get, BiFunction<T, SimpleRNNCell, T> with) {
        return codec.option(
                        "use_bias",
                        FLAG,
                        owner -> get.apply(owner).useBias(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withUseBias(value)))
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).kernelInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelInitializer(value)))
                .option(
                        "recurrent_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).recurrentInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentInitializer(value)))
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).biasInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasInitializer(value)))
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).kernelRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelRegularizer(value)))
                .option(
                        "recurrent_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).recurrentRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentRegularizer(value)))
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).biasRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasRegularizer(value)))
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).kernelConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelConstraint(value)))
                .option(
                        "recurrent_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).recurrentConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentConstraint(value)))
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).biasConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasConstraint(value)))
                .option(
                        "dropout",
                        NUMBER,
                        owner -> get.apply(owner).dropout(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withDropout(value)))
                .option(
                        "recurrent_dropout",
                        NUMBER,
                        owner -> get.apply(owner).recurrentDropout(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentDropout(value)))
                .option(
                        "activation",
                        ACTIVATION,
                        owner -> get.apply(owner).activation(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withActivation(value)))
                // Masks are drawn from the model's seed.
                .ignoring("seed");
    }

    /** The options of a cell, for the cell itself or for what has one. */
    static <T> KerasCodec<T> longShort(
            KerasCodec<T> codec, Function<T, LSTMCell> get, BiFunction<T, LSTMCell, T> with) {
        return codec.option(
                        "use_bias",
                        FLAG,
                        owner -> get.apply(owner).useBias(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withUseBias(value)))
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).kernelInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelInitializer(value)))
                .option(
                        "recurrent_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).recurrentInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentInitializer(value)))
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).biasInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasInitializer(value)))
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).kernelRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelRegularizer(value)))
                .option(
                        "recurrent_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).recurrentRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentRegularizer(value)))
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).biasRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasRegularizer(value)))
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).kernelConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelConstraint(value)))
                .option(
                        "recurrent_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).recurrentConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentConstraint(value)))
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).biasConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasConstraint(value)))
                .option(
                        "dropout",
                        NUMBER,
                        owner -> get.apply(owner).dropout(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withDropout(value)))
                .option(
                        "recurrent_dropout",
                        NUMBER,
                        owner -> get.apply(owner).recurrentDropout(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentDropout(value)))
                .option(
                        "activation",
                        ACTIVATION,
                        owner -> get.apply(owner).activation(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withActivation(value)))
                .option(
                        "recurrent_activation",
                        ACTIVATION,
                        owner -> get.apply(owner).recurrentActivation(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentActivation(value)))
                .option(
                        "unit_forget_bias",
                        FLAG,
                        owner -> get.apply(owner).unitForgetBias(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withUnitForgetBias(value)))
                // Masks are drawn from the model's seed.
                .ignoring("seed");
    }

    /** The options of a cell, for the cell itself or for what has one. */
    static <T> KerasCodec<T> gated(KerasCodec<T> codec, Function<T, GRUCell> get, BiFunction<T, GRUCell, T> with) {
        return codec.option(
                        "use_bias",
                        FLAG,
                        owner -> get.apply(owner).useBias(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withUseBias(value)))
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).kernelInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelInitializer(value)))
                .option(
                        "recurrent_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).recurrentInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentInitializer(value)))
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        owner -> get.apply(owner).biasInitializer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasInitializer(value)))
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).kernelRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelRegularizer(value)))
                .option(
                        "recurrent_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).recurrentRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentRegularizer(value)))
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        owner -> get.apply(owner).biasRegularizer(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasRegularizer(value)))
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).kernelConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withKernelConstraint(value)))
                .option(
                        "recurrent_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).recurrentConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentConstraint(value)))
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        owner -> get.apply(owner).biasConstraint(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withBiasConstraint(value)))
                .option(
                        "dropout",
                        NUMBER,
                        owner -> get.apply(owner).dropout(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withDropout(value)))
                .option(
                        "recurrent_dropout",
                        NUMBER,
                        owner -> get.apply(owner).recurrentDropout(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentDropout(value)))
                .option(
                        "activation",
                        ACTIVATION,
                        owner -> get.apply(owner).activation(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withActivation(value)))
                .option(
                        "recurrent_activation",
                        ACTIVATION,
                        owner -> get.apply(owner).recurrentActivation(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withRecurrentActivation(value)))
                .option(
                        "reset_after",
                        FLAG,
                        owner -> get.apply(owner).resetAfter(),
                        (owner, value) -> with.apply(owner, get.apply(owner).withResetAfter(value)))
                // Masks are drawn from the model's seed.
                .ignoring("seed");
    }
}
