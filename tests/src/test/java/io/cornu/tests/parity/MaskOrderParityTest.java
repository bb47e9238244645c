package io.cornu.tests.parity;

import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Dense;
import io.cornu.layers.Embedding;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.Masking;
import io.cornu.layers.Multiply;
import io.cornu.layers.attention.AdditiveAttention;
import io.cornu.layers.attention.Attention;
import io.cornu.layers.attention.MultiHeadAttention;
import io.cornu.layers.recurrent.Bidirectional;
import io.cornu.layers.recurrent.GRU;
import io.cornu.layers.recurrent.LSTM;
import io.cornu.layers.recurrent.SimpleRNN;
import io.cornu.layers.recurrent.TimeDistributed;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Builder;
import io.cornu.model.Functional.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Masks in functional models: Keras makes operations of them, which are in the files that it writes, and decide in which
 * order it lists layers of one class; and so which gets whose weights, where their shapes are the same.
 */
class MaskOrderParityTest extends LayerParity {
    private final List<LayerCase> cases = new ArrayList<>();

    @Override
    List<LayerCase> cases() {
        cases.clear();
        chains();
        merges();
        orders();
        return cases;
    }

    private void chains() {
        chain("LSTM", LSTM.of(3));
        chain("sequences", LSTM.of(3).withReturnSequences(true), GRU.of(3));
        chain(
                "Bidirectional",
                Bidirectional.of(LSTM.of(3).withReturnSequences(true)),
                Bidirectional.of(SimpleRNN.of(2)));
        chain("GlobalAveragePooling1D", Dense.of(3), GlobalAveragePooling1D.of());
        chain("TimeDistributed", TimeDistributed.of(Dense.of(3)), LSTM.of(2));
        chain("normalizations", BatchNormalization.of(), LayerNormalization.of(), GRU.of(2));
        chain("Masking", Masking.of(.5), Dense.of(3), LSTM.of(2));
    }

    private void chain(String name, Layer... layers) {
        Builder net = Functional.builder();
        Node input = net.input(Input.of(6));
        Node x = net.add(Embedding.of(5, 4).withMaskZero(true), input);
        for (Layer layer : layers) {
            x = net.add(layer, x);
        }
        add("chain of " + name, net.build(input, x));
    }

    private void merges() {
        merge("Add", Add.of());
        merge("Multiply", Multiply.of());
        // Keras would call the operation that joins masks "concatenate", too.
        merge("Concatenate", Concatenate.of());
        merge("Concatenate axis 1", Concatenate.of(1));
        merge("Attention", Attention.of());
        merge("AdditiveAttention", AdditiveAttention.of());
        merge("MultiHeadAttention", MultiHeadAttention.of(2, 3).withAttentionAxes(List.of(1)));
    }

    private void merge(String name, Layer layer) {
        for (boolean isMasked : new boolean[] {true, false}) {
            Builder net = Functional.builder();
            Node first = net.input(Input.of(6));
            Node second = net.input(Input.of(6));
            Node a = net.add(Embedding.of(5, 4).withMaskZero(true), first);
            Node b = net.add(Embedding.of(5, 4).withMaskZero(isMasked), second);
            Node merged = net.add(layer, a, b);
            Node end = net.add(LSTM.of(3), merged);
            add(
                    name + (isMasked ? " of masked" : " of masked and not"),
                    net.build(List.of(first, second), List.of(end)));
        }
    }

    /** Without operations on masks these would be in another order. */
    private void orders() {
        Builder net = Functional.builder();
        Node first = net.input(Input.of(6));
        Node second = net.input(Input.of(6));
        Node third = net.input(Input.of(6));
        Node a = net.add(Embedding.of(5, 4).withMaskZero(true), first);
        Node b = net.add(Embedding.of(5, 4).withMaskZero(true), second);
        Node c = net.add(Embedding.of(5, 4), third);
        Node joined = net.add(LSTM.of(3), net.add(Concatenate.of().named("joined"), a, b));
        Node flat = net.add(Dense.of(3), net.add(Dense.of(4), net.add(Flatten.of(), c)));
        add(
                "embeddings of one shape",
                net.build(List.of(third, first, second), List.of(net.add(Add.of(), flat, joined))));

        Builder branches = Functional.builder();
        Node words = branches.input(Input.of(6));
        Node tags = branches.input(Input.of(6));
        Node x = branches.add(Embedding.of(5, 4).withMaskZero(true), words);
        Node y = branches.add(Embedding.of(5, 4), tags);
        Node early = branches.add(LSTM.of(4).withReturnSequences(true), x);
        Node late = branches.add(LSTM.of(4).withReturnSequences(true), y);
        Node deeper = branches.add(LayerNormalization.of(), branches.add(Dense.of(4), late));
        Node merged = branches.add(Concatenate.of().named("joined"), early, deeper);
        Node end = branches.add(GlobalAveragePooling1D.of(), merged);
        add("two LSTMs of one shape", branches.build(List.of(words, tags), List.of(end)));
    }

    private void add(String name, Functional network) {
        cases.add(LayerCase.of(name, network).withInputs((random, shape) -> whole(random, shape, 5)));
    }
}
