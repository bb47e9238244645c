package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.DataType;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Phase;
import io.cornu.layers.recurrent.Bidirectional;
import io.cornu.layers.recurrent.GRU;
import io.cornu.layers.recurrent.GRUCell;
import io.cornu.layers.recurrent.LSTM;
import io.cornu.layers.recurrent.LSTMCell;
import io.cornu.layers.recurrent.RNN;
import io.cornu.layers.recurrent.SimpleRNN;
import io.cornu.layers.recurrent.SimpleRNNCell;
import io.cornu.layers.recurrent.StackedRNNCells;
import io.cornu.layers.recurrent.TimeDistributed;
import io.cornu.model.LayerCases.LayerCase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Gradients and shapes of recurrent layers, dropout among them, and what they refuse. */
class RecurrentLayersTest extends LayerContract {
    private static final Shape SEQUENCE = Shape.of(4, 3);

    @Override
    List<LayerCase> cases() {
        return List.of(
                new LayerCase("simple_rnn", SimpleRNN.of(3), List.of(SEQUENCE)),
                new LayerCase("lstm", LSTM.of(3), List.of(SEQUENCE)),
                new LayerCase("lstm_sequences", LSTM.of(2).withReturnSequences(true), List.of(SEQUENCE)),
                new LayerCase("gru", GRU.of(3), List.of(SEQUENCE)),
                new LayerCase("gru_reset_before", GRU.of(GRUCell.of(2).withResetAfter(false)), List.of(SEQUENCE)),
                new LayerCase("stacked", RNN.of(StackedRNNCells.of(LSTMCell.of(2), GRUCell.of(3))), List.of(SEQUENCE)),
                new LayerCase("bidirectional", Bidirectional.of(LSTM.of(2)), List.of(SEQUENCE)),
                new LayerCase("time_distributed", TimeDistributed.of(Dense.of(2)), List.of(SEQUENCE)),
                new LayerCase("dropout", LSTM.of(LSTMCell.of(3).withDropout(.4)), List.of(SEQUENCE)),
                new LayerCase(
                        "recurrent_dropout",
                        GRU.of(GRUCell.of(3).withDropout(.3).withRecurrentDropout(.3)),
                        List.of(SEQUENCE)));
    }

    static List<LayerCase> dropping() {
        return List.of(
                new LayerCase("rnn", SimpleRNN.of(SimpleRNNCell.of(3).withDropout(.4)), List.of(SEQUENCE)),
                new LayerCase("lstm", LSTM.of(LSTMCell.of(3).withRecurrentDropout(.4)), List.of(SEQUENCE)),
                new LayerCase("gru", GRU.of(GRUCell.of(3).withDropout(.4)), List.of(SEQUENCE)));
    }

    @ParameterizedTest
    @MethodSource("dropping")
    void dropsWhileTrainingAndInMonteCarloOnly(LayerCase layer) {
        try (GradientProbe probe = probe(layer, DataType.FLOAT32)) {
            assertThat(probe.output(Phase.TRAINING)).isNotEqualTo(probe.output(Phase.INFERENCE));
            assertThat(probe.output(Phase.MONTE_CARLO)).isNotEqualTo(probe.output(Phase.INFERENCE));
        }
    }

    @Test
    void badNumbersAndShapesAreRefused() {
        assertThatThrownBy(() -> LSTM.of(0)).hasMessageContaining("LSTMCell").hasMessageContaining("units");
        assertThatThrownBy(() -> GRUCell.of(2).withDropout(1)).hasMessageContaining("dropout");
        assertThatThrownBy(() -> SimpleRNNCell.of(2).withRecurrentDropout(-.1))
                .hasMessageContaining("recurrentDropout");
        assertThatThrownBy(() -> StackedRNNCells.of()).hasMessageContaining("StackedRNNCells");
        assertThatThrownBy(() -> Bidirectional.of(LSTM.of(2)).withBackwardLayer(LSTM.of(2)))
                .hasMessageContaining("different directions");
        assertThatThrownBy(() -> Bidirectional.of(LSTM.of(2))
                        .withBackwardLayer(LSTM.of(2).reversed().withReturnSequences(true)))
                .hasMessageContaining("return sequences");
        assertThatThrownBy(() -> Sequential.of(Input.of(5), LSTM.of(2)))
                .hasMessageContaining("LSTM 'lstm'")
                .hasMessageContaining("(batch, steps, features)");
        assertThatThrownBy(() -> Sequential.of(Input.of(-1, 5), GRU.of(2)))
                .hasMessageContaining("GRU 'gru'")
                .hasMessageContaining("known number of steps");
        assertThatThrownBy(() -> Sequential.of(Input.of(5), TimeDistributed.of(Dense.of(2))))
                .hasMessageContaining("(batch, steps, ...)");
        for (Layer layer : List.of(GRU.of(2), TimeDistributed.of(Dense.of(2)))) {
            assertThatThrownBy(() -> Sequential.of(Input.of(65535, 5), layer))
                    .hasMessageContaining("at most 4096 steps")
                    .hasMessageContaining("(None, 65535, 5)");
        }
    }
}
