package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataChecks;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** Makes data fit a network, or says why it does not. */
final class Fitting {
    private Fitting() {}

    /** The inputs alone, with a last axis of 1 added or taken away where only that is amiss, as Keras does. */
    static Batch inputs(LayerGraph graph, Batch batch) {
        List<Shape> expected = graph.inputShapes();
        List<String> names = graph.inputNames();
        if (batch.inputs().size() != expected.size()) {
            throw new IllegalArgumentException("data: expected " + expected.size() + " input(s) " + names
                    + ", received " + batch.inputs().size() + ". Give them in the model's order.");
        }
        List<Array> inputs = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            inputs.add(input(names.get(i), expected.get(i), batch.inputs().get(i)));
        }
        return new Batch(inputs, List.of(), Optional.empty());
    }

    /** Refuses inputs that are not exactly of the network's shapes. */
    static void requireInputs(LayerGraph graph, List<Shape> received) {
        List<Shape> expected = graph.inputShapes();
        List<String> names = graph.inputNames();
        if (received.size() != expected.size()) {
            throw new IllegalArgumentException("predict: expected " + expected.size() + " input(s) " + names
                    + ", received " + received.size() + ". Give them in the model's order.");
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!withUnknownBatch(received.get(i)).isCompatibleWith(expected.get(i))) {
                throw new IllegalArgumentException("predict: expected input '" + names.get(i) + "' of shape "
                        + Shapes.text(expected.get(i)) + ", received " + Shapes.text(received.get(i))
                        + ". Reshape the data.");
            }
        }
    }

    /** Inputs, targets and weights, checked against the network and its losses. */
    static Batch examples(LayerGraph graph, Compilation compilation, Map<Integer, Double> classWeights, Batch batch) {
        List<Shape> outputs = graph.outputShapes();
        if (batch.targets().size() != outputs.size()) {
            throw new IllegalArgumentException("data: expected targets for " + outputs.size() + " output(s) "
                    + graph.outputNames() + ", received " + batch.targets().size() + ". Give one array for each.");
        }
        for (int i = 0; i < outputs.size(); i++) {
            Array target = batch.targets().get(i);
            var loss = compilation.outputs().get(i).loss();
            Shape shape = target.shape();
            boolean isExpanded = loss.classes(outputs.get(i)) == 0 && Objective.needsExpansion(shape, outputs.get(i));
            Shape unbatched = isExpanded ? shape.append(1) : shape;
            loss.check(withUnknownBatch(unbatched), outputs.get(i));
            long classes = loss.classes(outputs.get(i));
            if (classes > 0) {
                String where = "data: output '" + graph.outputNames().get(i) + "'";
                DataChecks.requireLabels(target, classes, loss.ignoredClass(), where);
            }
        }
        Optional<Array> weights = batch.sampleWeights();
        if (!classWeights.isEmpty()) {
            weights = Optional.of(ClassWeights.of(classWeights, batch));
        }
        weights.ifPresent(Fitting::requireOneAnExample);
        return new Batch(inputs(graph, batch).inputs(), batch.targets(), weights);
    }

    private static Array input(String name, Shape expected, Array input) {
        Shape received = input.shape();
        Array fitted = input;
        if (received.numDimensions() == expected.numDimensions() - 1 && expected.get(-1) == 1) {
            fitted = input.reshape(received.append(1).asArray());
        } else if (received.numDimensions() == expected.numDimensions() + 1 && received.get(-1) == 1) {
            fitted = input.reshape(received.take(received.numDimensions() - 1).asArray());
        }
        if (!withUnknownBatch(fitted.shape()).isCompatibleWith(expected)) {
            throw new IllegalArgumentException("data: expected input '" + name + "' of shape " + Shapes.text(expected)
                    + ", received " + Shapes.text(received) + ". Reshape the data, or change Input.of(...).");
        }
        return fitted;
    }

    private static void requireOneAnExample(Array weights) {
        if (weights.shape().numDimensions() != 1) {
            throw new IllegalArgumentException("data: expected sample weights of shape (examples,), received "
                    + Shapes.text(weights.shape()) + ". Give one number an example.");
        }
    }

    private static Shape withUnknownBatch(Shape shape) {
        return shape.numDimensions() == 0
                ? shape
                : shape.takeLast(shape.numDimensions() - 1).prepend(-1);
    }
}
