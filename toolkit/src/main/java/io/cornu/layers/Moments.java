package io.cornu.layers;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Means and variances of numbers, for each place on some axes.
 *
 * <p>Source for joining parts: T. Chan, G. Golub, R. LeVeque, "Updating formulae and a pairwise algorithm for computing
 * sample variances", 1979.
 */
final class Moments {
    private static final int CHUNK = 256;

    private final double[] mean;
    private final double[] squares;
    private double count;

    private Moments(int places) {
        mean = new double[places];
        squares = new double[places];
    }

    static Normalization of(Dataset data, List<Integer> axis, Normalization layer) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("Normalization: expected examples to adapt to, received none.");
        }
        Array first = data.read(new int[] {0}).inputs().get(0);
        Shape kept = Shape.of(Normalization.axes(axis, first.shape()).stream()
                .mapToLong(first.shape()::get)
                .toArray());
        Moments moments = new Moments(Math.toIntExact(kept.size()));
        for (int from = 0; from < data.size(); from += CHUNK) {
            int[] examples =
                    IntStream.range(from, Math.min(data.size(), from + CHUNK)).toArray();
            Batch batch = data.read(examples);
            Array numbers = batch.inputs().get(0);
            List<Integer> axes = Normalization.axes(axis, numbers.shape());
            if (axes.contains(0)) {
                throw new IllegalArgumentException(
                        "Normalization: expected axes other than the batch's to adapt to data, received " + axis + ".");
            }
            moments.add(numbers, places(numbers.shape(), axes));
        }
        return layer.withMoments(moments.means(kept), moments.variances(kept));
    }

    /** Which mean each number of an example belongs to. */
    private static int[] places(Shape shape, List<Integer> axes) {
        int rank = shape.numDimensions();
        int size = 1;
        for (int i = 1; i < rank; i++) {
            size *= (int) shape.get(i);
        }
        int[] places = new int[size];
        int stride = 1;
        int inner = 1;
        for (int i = rank - 1; i > 0; i--) {
            int length = (int) shape.get(i);
            if (axes.contains(i)) {
                for (int j = 0; j < size; j++) {
                    places[j] += j / inner % length * stride;
                }
                stride *= length;
            }
            inner *= length;
        }
        return places;
    }

    private void add(Array numbers, int[] places) {
        double[] sums = new double[mean.length];
        double[] parts = new double[mean.length];
        double partCount = numbers.size() / (double) mean.length;
        for (int i = 0; i < numbers.size(); i++) {
            sums[places[i % places.length]] += numbers.at(i);
        }
        for (int i = 0; i < numbers.size(); i++) {
            int place = places[i % places.length];
            double difference = numbers.at(i) - sums[place] / partCount;
            parts[place] += difference * difference;
        }
        double total = count + partCount;
        for (int i = 0; i < mean.length; i++) {
            double difference = sums[i] / partCount - mean[i];
            mean[i] += difference * partCount / total;
            squares[i] += parts[i] + difference * difference * count * partCount / total;
        }
        count = total;
    }

    private Array means(Shape kept) {
        return Array.of(mean, kept.asArray());
    }

    private Array variances(Shape kept) {
        double[] variances = new double[squares.length];
        for (int i = 0; i < variances.length; i++) {
            variances[i] = squares[i] / count;
        }
        return Array.of(variances, kept.asArray());
    }
}
