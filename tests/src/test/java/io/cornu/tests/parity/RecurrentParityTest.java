package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.sigmoid;

import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializers;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.recurrent.Bidirectional;
import io.cornu.layers.recurrent.GRU;
import io.cornu.layers.recurrent.GRUCell;
import io.cornu.layers.recurrent.LSTM;
import io.cornu.layers.recurrent.LSTMCell;
import io.cornu.layers.recurrent.MergeMode;
import io.cornu.layers.recurrent.RNN;
import io.cornu.layers.recurrent.SimpleRNN;
import io.cornu.layers.recurrent.SimpleRNNCell;
import io.cornu.layers.recurrent.StackedRNNCells;
import io.cornu.layers.recurrent.TimeDistributed;
import io.cornu.model.Sequential;
import io.cornu.regularizers.Regularizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recurrent layers are those of Keras. */
class RecurrentParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers(layers);
        layers.forEach((name, layer) -> cases.add(sequence(name, layer)));
        cases.add(LayerCase.of(
                "LSTM over LSTM", Sequential.of(Input.of(4, 3), LSTM.of(5).withReturnSequences(true), LSTM.of(2))));
        cases.add(LayerCase.of(
                "TimeDistributed Conv2D",
                Sequential.of(
                        Input.of(3, 6, 5, 2),
                        TimeDistributed.of(Conv2D.of(4, 3)),
                        TimeDistributed.of(Flatten.of()),
                        GRU.of(3))));
        cases.add(sequence("TimeDistributed BatchNormalization", TimeDistributed.of(BatchNormalization.of())));
        return cases;
    }

    private static void layers(Map<String, Layer> layers) {
        LSTMCell lstm = LSTMCell.of(4);
        GRUCell gru = GRUCell.of(4);
        SimpleRNNCell plain = SimpleRNNCell.of(4);
        for (boolean sequences : new boolean[] {false, true}) {
            for (boolean backwards : new boolean[] {false, true}) {
                String ending = (sequences ? " sequences" : "") + (backwards ? " backwards" : "");
                layers.put(
                        "SimpleRNN" + ending,
                        SimpleRNN.of(plain).withReturnSequences(sequences).withGoBackwards(backwards));
                layers.put(
                        "LSTM" + ending,
                        LSTM.of(lstm).withReturnSequences(sequences).withGoBackwards(backwards));
                layers.put(
                        "GRU" + ending,
                        GRU.of(gru).withReturnSequences(sequences).withGoBackwards(backwards));
                layers.put(
                        "Bidirectional LSTM" + ending,
                        Bidirectional.of(
                                LSTM.of(lstm).withReturnSequences(sequences).withGoBackwards(backwards)));
            }
            layers.put(
                    "RNN of two cells" + sequences,
                    RNN.of(StackedRNNCells.of(lstm, gru, LSTMCell.of(3))).withReturnSequences(sequences));
            for (MergeMode mode : MergeMode.values()) {
                layers.put(
                        "Bidirectional GRU " + mode + sequences,
                        Bidirectional.of(GRU.of(gru).withReturnSequences(sequences))
                                .withMergeMode(mode));
            }
        }
        layers.put("RNN of SimpleRNNCell", RNN.of(plain));
        layers.put(
                "Bidirectional of two",
                Bidirectional.of(LSTM.of(4)).withBackwardLayer(GRU.of(3).withGoBackwards(true)));
        layers.put(
                "SimpleRNN relu no bias",
                SimpleRNN.of(plain.withActivation(relu()).withUseBias(false)));
        layers.put("LSTM no bias", LSTM.of(lstm.withUseBias(false)));
        layers.put("LSTM forget bias 0", LSTM.of(lstm.withUnitForgetBias(false)));
        layers.put("LSTM activations", LSTM.of(lstm.withActivation(sigmoid()).withRecurrentActivation(relu())));
        layers.put(
                "LSTM options",
                LSTM.of(lstm.withKernelInitializer(Initializers.heNormal())
                                .withRecurrentInitializer(Initializers.glorotUniform())
                                .withBiasInitializer(Initializers.ones())
                                .withKernelRegularizer(Regularizers.l2(.1))
                                .withRecurrentRegularizer(Regularizers.l1(.1))
                                .withBiasRegularizer(Regularizers.l2(.01))
                                .withKernelConstraint(Constraints.nonNeg()))
                        .withActivityRegularizer(Regularizers.l2(.1)));
        layers.put("GRU reset before", GRU.of(gru.withResetAfter(false)));
        layers.put("GRU reset before no bias", GRU.of(gru.withResetAfter(false).withUseBias(false)));
        layers.put("GRU no bias", GRU.of(gru.withUseBias(false)));
        layers.put("GRU activations", GRU.of(gru.withActivation(relu()).withRecurrentActivation(sigmoid())));
        layers.put("TimeDistributed Dense", TimeDistributed.of(Dense.of(3).withActivation(relu())));
    }
}
