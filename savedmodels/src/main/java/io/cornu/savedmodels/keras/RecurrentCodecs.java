package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;

import io.cornu.layers.Layer;
import io.cornu.layers.recurrent.Bidirectional;
import io.cornu.layers.recurrent.GRU;
import io.cornu.layers.recurrent.LSTM;
import io.cornu.layers.recurrent.MergeMode;
import io.cornu.layers.recurrent.RNN;
import io.cornu.layers.recurrent.RecurrentLayer;
import io.cornu.layers.recurrent.SimpleRNN;
import io.cornu.layers.recurrent.TimeDistributed;
import java.util.List;

/** Recurrent layers. Source: their {@code get_config}, Keras 3.15. */
final class RecurrentCodecs {
    private static final OptionType<RecurrentLayer> RECURRENT =
            OptionType.of(OptionType.LAYER::write, (node, place) -> {
                if (OptionType.LAYER.read(node, place) instanceof RecurrentLayer layer) {
                    return layer;
                }
                throw place.expected("a recurrent layer", node);
            });

    private RecurrentCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                later(SimpleRNN.class, RecurrentCodecs::simple),
                later(LSTM.class, RecurrentCodecs::longShort),
                later(GRU.class, RecurrentCodecs::gated),
                later(RNN.class, RecurrentCodecs::any),
                later(Bidirectional.class, RecurrentCodecs::bidirectional),
                later(TimeDistributed.class, RecurrentCodecs::timeDistributed));
    }

    private static KerasCodec<SimpleRNN> simple() {
        return sequence(CellCodecs.simple(
                        KerasCodec.of(
                                SimpleRNN.class,
                                required("units", INTEGER, layer -> layer.cell().units()),
                                SimpleRNN::of),
                        SimpleRNN::cell,
                        SimpleRNN::withCell))
                .option("return_sequences", FLAG, SimpleRNN::returnSequences, SimpleRNN::withReturnSequences)
                .option("go_backwards", FLAG, SimpleRNN::goBackwards, SimpleRNN::withGoBackwards)
                .option("zero_output_for_mask", FLAG, SimpleRNN::zeroOutputForMask, SimpleRNN::withZeroOutputForMask)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        SimpleRNN::activityRegularizer,
                        SimpleRNN::withActivityRegularizer);
    }

    private static KerasCodec<LSTM> longShort() {
        return sequence(CellCodecs.longShort(
                        KerasCodec.of(
                                LSTM.class,
                                required("units", INTEGER, layer -> layer.cell().units()),
                                LSTM::of),
                        LSTM::cell,
                        LSTM::withCell))
                .option("return_sequences", FLAG, LSTM::returnSequences, LSTM::withReturnSequences)
                .option("go_backwards", FLAG, LSTM::goBackwards, LSTM::withGoBackwards)
                .option("zero_output_for_mask", FLAG, LSTM::zeroOutputForMask, LSTM::withZeroOutputForMask)
                .option("activity_regularizer", REGULARIZER, LSTM::activityRegularizer, LSTM::withActivityRegularizer);
    }

    private static KerasCodec<GRU> gated() {
        return sequence(CellCodecs.gated(
                        KerasCodec.of(
                                GRU.class,
                                required("units", INTEGER, layer -> layer.cell().units()),
                                GRU::of),
                        GRU::cell,
                        GRU::withCell))
                .option("return_sequences", FLAG, GRU::returnSequences, GRU::withReturnSequences)
                .option("go_backwards", FLAG, GRU::goBackwards, GRU::withGoBackwards)
                .option("zero_output_for_mask", FLAG, GRU::zeroOutputForMask, GRU::withZeroOutputForMask)
                .option("activity_regularizer", REGULARIZER, GRU::activityRegularizer, GRU::withActivityRegularizer);
    }

    private static KerasCodec<RNN> any() {
        return sequence(KerasCodec.of(RNN.class, required("cell", CellCodecs.cell(), RNN::cell), RNN::of))
                .option("return_sequences", FLAG, RNN::returnSequences, RNN::withReturnSequences)
                .option("go_backwards", FLAG, RNN::goBackwards, RNN::withGoBackwards)
                .option("zero_output_for_mask", FLAG, RNN::zeroOutputForMask, RNN::withZeroOutputForMask)
                .option("activity_regularizer", REGULARIZER, RNN::activityRegularizer, RNN::withActivityRegularizer);
    }

    /** Keras derives a backward layer for a forward one that goes forward only, so it is always written. */
    private static KerasCodec<Bidirectional> bidirectional() {
        return KerasCodec.of(
                        Bidirectional.class,
                        required("layer", RECURRENT, Bidirectional::layer),
                        required("backward_layer", RECURRENT, Bidirectional::backwardLayer),
                        (layer, backward) -> new Bidirectional(layer, backward, MergeMode.CONCAT))
                .option(
                        "merge_mode",
                        OptionType.oneOf(MergeMode.class),
                        Bidirectional::mergeMode,
                        Bidirectional::withMergeMode);
    }

    private static KerasCodec<TimeDistributed> timeDistributed() {
        return KerasCodec.of(
                TimeDistributed.class,
                required("layer", OptionType.LAYER, TimeDistributed::layer),
                TimeDistributed::of);
    }

    private static <T> KerasCodec<T> sequence(KerasCodec<T> codec) {
        // Steps are always unrolled.
        return codec.lacking("return_state", false).lacking("stateful", false).ignoring("unroll");
    }
}
