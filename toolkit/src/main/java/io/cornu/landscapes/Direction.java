package io.cornu.landscapes;

import io.cornu.data.Array;
import io.cornu.layers.Conv1DTranspose;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Conv3DTranspose;
import io.cornu.layers.DepthwiseConv1D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Embedding;
import io.cornu.layers.Layer;
import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerGraph;
import io.cornu.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * A random direction for the weights of a network, each filter as long as that of the weights (Li et al. 2018): networks
 * whose filters are scaled but that compute the same look the same.
 *
 * <p>A filter is what makes one output: the numbers of a kernel that share its last axis, or the axis that takes that
 * place in transposed and depthwise convolutions and embeddings. Biases, what normalization scales by, and all else of
 * fewer than two axes has no direction, nor have statistics.
 *
 * @param byPath the direction's numbers, by the path of the weight
 */
record Direction(Map<String, double[]> byPath) {
    /** So that a filter of zeros divides by nothing. */
    private static final double TINY = 1e-10;

    static Direction random(LayerGraph graph, Weights weights, RandomGenerator random) {
        Map<String, double[]> byPath = new LinkedHashMap<>();
        LayerGraph flat = graph.flat();
        for (int i = 0; i < flat.layers().size(); i++) {
            Layer layer = flat.layers().get(i).layer();
            flat.variables(i).forEach((path, spec) -> {
                if (spec.isTrainable() && spec.shape().numDimensions() >= 2) {
                    byPath.put(path, normalized(weights.get(path), layer, spec, random));
                }
            });
        }
        return new Direction(byPath);
    }

    private static double[] normalized(Array weight, Layer layer, VariableSpec spec, RandomGenerator random) {
        double[] values = weight.toDoubles();
        double[] direction = new double[values.length];
        int[] filters = filters(spec.shape(), firstFilterAxis(layer, spec), lastFilterAxis(layer, spec));
        double[] lengths = new double[values.length];
        double[] wanted = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            direction[i] = random.nextGaussian();
            lengths[filters[i]] += direction[i] * direction[i];
            wanted[filters[i]] += values[i] * values[i];
        }
        for (int i = 0; i < values.length; i++) {
            int filter = filters[i];
            direction[i] *= Math.sqrt(wanted[filter]) / (Math.sqrt(lengths[filter]) + TINY);
        }
        return direction;
    }

    /** To which filter each number belongs: its place along some neighboring axes. */
    private static int[] filters(Shape shape, int first, int last) {
        int before = 1;
        int within = 1;
        int after = 1;
        for (int axis = 0; axis < shape.numDimensions(); axis++) {
            int size = Math.toIntExact(shape.get(axis));
            before *= axis < first ? size : 1;
            within *= axis >= first && axis <= last ? size : 1;
            after *= axis > last ? size : 1;
        }
        int[] filters = new int[before * within * after];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = i / after % within;
        }
        return filters;
    }

    private static int firstFilterAxis(Layer layer, VariableSpec spec) {
        int last = spec.shape().numDimensions() - 1;
        boolean isDepthwise = layer instanceof DepthwiseConv1D
                || layer instanceof DepthwiseConv2D
                || spec.name().equals("depthwise_kernel");
        return isDepthwise ? last - 1 : lastFilterAxis(layer, spec);
    }

    private static int lastFilterAxis(Layer layer, VariableSpec spec) {
        int last = spec.shape().numDimensions() - 1;
        if (layer instanceof Embedding) {
            return 0;
        }
        boolean isTransposed = layer instanceof Conv1DTranspose
                || layer instanceof Conv2DTranspose
                || layer instanceof Conv3DTranspose;
        return isTransposed ? last - 1 : last;
    }
}
