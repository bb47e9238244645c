package io.cornu.tests.parity;

import io.cornu.initializers.Initializers;
import io.cornu.initializers.RandomUniform;
import io.cornu.layers.Add;
import io.cornu.layers.Average;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Dense;
import io.cornu.layers.Dot;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.Masking;
import io.cornu.layers.Maximum;
import io.cornu.layers.Minimum;
import io.cornu.layers.Multiply;
import io.cornu.layers.PReLU;
import io.cornu.layers.Subtract;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Layers that make one of several inputs: broadcasting, axes and masks. */
class MergingLayerParityTest extends LayerParity {
    /** Of different classes: which of one class is first in Keras' file depends on the operations on masks, too. */
    private static final List<Layer> ARMS = List.of(
            Dense.of(4).withBiasInitializer(Initializers.ones()),
            LayerNormalization.of().withBetaInitializer(RandomUniform.of(-1, 1)),
            PReLU.of().withAlphaInitializer(RandomUniform.of(.1, .9)));

    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        for (Layer layer : List.of(Add.of(), Multiply.of(), Average.of(), Maximum.of(), Minimum.of(), Subtract.of())) {
            elementwise(layer, cases);
        }
        for (Layer layer : List.of(Maximum.of(), Minimum.of())) {
            cases.add(LayerCase.of(layer.kind() + " of equals", equals(layer)));
        }
        concatenations(cases);
        dots(cases);
        return cases;
    }

    private static void elementwise(Layer layer, List<LayerCase> cases) {
        String name = layer.kind();
        cases.add(merged(name, layer, Shape.of(4), Shape.of(4)));
        cases.add(merged(name + " of sequences", layer, Shape.of(3, 4), Shape.of(3, 4)));
        cases.add(merged(name + " that broadcasts", layer, Shape.of(3, 1, 2), Shape.of(1, 4, 2)));
        cases.add(merged(name + " of another rank", layer, Shape.of(3, 4), Shape.of(4)));
        cases.add(merged(name + " of a lower rank first", layer, Shape.of(2), Shape.of(4, 3, 2)));
        cases.add(masked(name + " of masked", layer, true, true));
        cases.add(masked(name + " of masked and not", layer, true, false));
        cases.add(masked(name + " of not and masked", layer, false, true));
        if (!(layer instanceof Subtract)) {
            cases.add(merged(name + " of three", layer, Shape.of(4), Shape.of(4), Shape.of(4)));
            cases.add(masked(name + " of three masked", layer, true, true, true));
            cases.add(masked(name + " of three, one not masked", layer, true, false, true));
        }
    }

    private static void concatenations(List<LayerCase> cases) {
        cases.add(merged("Concatenate", Concatenate.of(), Shape.of(3, 2), Shape.of(3, 4)));
        cases.add(merged("Concatenate of vectors", Concatenate.of(), Shape.of(2), Shape.of(5), Shape.of(1)));
        cases.add(merged("Concatenate axis 1", Concatenate.of(1), Shape.of(3, 2), Shape.of(1, 2), Shape.of(2, 2)));
        cases.add(merged("Concatenate axis -2", Concatenate.of(-2), Shape.of(3, 2, 4), Shape.of(3, 1, 4)));
        cases.add(masked("Concatenate of masked", Concatenate.of(), true, true));
        cases.add(masked("Concatenate of masked and not", Concatenate.of(), true, false));
        cases.add(masked("Concatenate axis 1 of masked", Concatenate.of(1), true, true));
        cases.add(masked("Concatenate axis 1 of not and masked", Concatenate.of(1), false, true));
        cases.add(masked("Concatenate axis 1 of three", Concatenate.of(1), true, false, true));
    }

    private static void dots(List<LayerCase> cases) {
        for (boolean normalize : new boolean[] {false, true}) {
            String ending = normalize ? " normalized" : "";
            cases.add(dot("Dot of vectors" + ending, Dot.of(1), normalize, Shape.of(4), Shape.of(4)));
            cases.add(dot("Dot -1" + ending, Dot.of(-1), normalize, Shape.of(3, 4), Shape.of(2, 4)));
            cases.add(dot("Dot 1" + ending, Dot.of(1), normalize, Shape.of(4, 3), Shape.of(4, 2)));
            cases.add(dot("Dot 2, 1" + ending, Dot.of(2, 1), normalize, Shape.of(3, 4), Shape.of(4, 2)));
            cases.add(dot("Dot 1, 2" + ending, Dot.of(1, 2), normalize, Shape.of(4, 3), Shape.of(2, 4)));
            cases.add(dot("Dot -1, -2" + ending, Dot.of(-1, -2), normalize, Shape.of(3, 4), Shape.of(4, 2)));
            cases.add(dot("Dot 3, 1" + ending, Dot.of(3, 1), normalize, Shape.of(3, 2, 4), Shape.of(4, 5)));
            cases.add(dot("Dot 2, 2" + ending, Dot.of(2, 2), normalize, Shape.of(3, 4, 2), Shape.of(5, 4, 3)));
            cases.add(dot("Dot of sequence and vector" + ending, Dot.of(2, 1), normalize, Shape.of(3, 4), Shape.of(4)));
            cases.add(dot("Dot of vector and sequence" + ending, Dot.of(1, 2), normalize, Shape.of(4), Shape.of(3, 4)));
        }
        cases.add(masked("Dot of masked", Dot.of(2), true, true));
    }

    private static LayerCase dot(String name, Dot layer, boolean normalize, Shape... shapes) {
        return merged(name, layer.withNormalize(normalize), shapes);
    }

    /** Inputs of some shapes, each behind a layer with weights. */
    private static LayerCase merged(String name, Layer layer, Shape... shapes) {
        Functional.Builder net = Functional.builder();
        List<Node> inputs = new ArrayList<>();
        List<Node> arms = new ArrayList<>();
        for (Shape shape : shapes) {
            Node input = net.input(Input.of(shape.asArray()));
            inputs.add(input);
            arms.add(net.add(Dense.of((int) shape.get(-1)).named("before" + inputs.size()), input));
        }
        return LayerCase.of(name, net.build(inputs, List.of(net.add(layer, arms.toArray(Node[]::new)))));
    }

    /** The mask that comes out is what batch normalization, whose statistics leave masked steps out, shows. */
    private static LayerCase masked(String name, Layer layer, boolean... masks) {
        Functional.Builder net = Functional.builder();
        List<Node> inputs = new ArrayList<>();
        List<Node> arms = new ArrayList<>();
        for (boolean isMasked : masks) {
            Node input = net.input(Input.of(6, 4));
            inputs.add(input);
            Node start = isMasked ? net.add(Masking.of(), input) : input;
            arms.add(net.add(ARMS.get(arms.size()), start));
        }
        // Keras names the operations on masks, too, and by itself: not "concatenate" again.
        Node merged = net.add(layer.named("merged"), arms.toArray(Node[]::new));
        Node seen = net.add(Flatten.of(), net.add(BatchNormalization.of(), merged));
        return LayerCase.of(name, net.build(inputs, List.of(seen))).withInputs(LayerParity::padded);
    }

    /** Two arms of the same numbers, but with weights of their own, which show who gets the gradient. */
    private static Functional equals(Layer layer) {
        Functional.Builder net = Functional.builder();
        Node input = net.input(Input.of(4));
        Dense same = Dense.of(3).withKernelInitializer(Initializers.constant(.5));
        return net.build(input, net.add(layer, net.add(same.named("one"), input), net.add(same.named("two"), input)));
    }
}
