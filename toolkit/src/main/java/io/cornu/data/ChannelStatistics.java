package io.cornu.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Mean and deviation of each channel, gathered in one pass.
 *
 * <p>Source for joining the parts: T. Chan, G. Golub, R. LeVeque, "Updating formulae and a pairwise algorithm
 * for computing sample variances", 1979.
 */
final class ChannelStatistics {
    private static final int CHUNK = 256;

    private final double[] mean;
    private final double[] squares;
    private double count;

    private ChannelStatistics(int channels) {
        mean = new double[channels];
        squares = new double[channels];
    }

    static FittedScaling of(Dataset train) {
        if (train.size() == 0) {
            throw new IllegalArgumentException("standardize: expected training examples, received none.");
        }
        List<ChannelStatistics> statistics = new ArrayList<>();
        for (int from = 0; from < train.size(); from += CHUNK) {
            List<Array> inputs = Examples.read(train, from, Math.min(train.size(), from + CHUNK))
                    .inputs();
            for (int i = 0; i < inputs.size(); i++) {
                if (from == 0) {
                    statistics.add(new ChannelStatistics(channels(inputs.get(i))));
                }
                statistics.get(i).add(inputs.get(i));
            }
        }
        List<FittedScaling.Channels> scales = new ArrayList<>();
        for (int i = 0; i < statistics.size(); i++) {
            scales.add(statistics.get(i).channels("input " + i));
        }
        return new FittedScaling(scales);
    }

    /** The last axis, unless that is the one of the examples. */
    static int channels(Array array) {
        int rank = array.shape().numDimensions();
        return rank < 2 ? 1 : (int) array.shape().get(rank - 1);
    }

    private void add(Array part) {
        int channels = mean.length;
        double partCount = part.size() / (double) Math.max(1, channels);
        double[] partMean = new double[channels];
        double[] partSquares = new double[channels];
        for (int i = 0; i < part.size(); i += channels) {
            for (int c = 0; c < channels; c++) {
                partMean[c] += part.at(i + c);
            }
        }
        for (int c = 0; c < channels; c++) {
            partMean[c] /= partCount;
        }
        for (int i = 0; i < part.size(); i += channels) {
            for (int c = 0; c < channels; c++) {
                double difference = part.at(i + c) - partMean[c];
                partSquares[c] += difference * difference;
            }
        }
        double total = count + partCount;
        for (int c = 0; c < channels; c++) {
            double difference = partMean[c] - mean[c];
            mean[c] += difference * partCount / total;
            squares[c] += partSquares[c] + difference * difference * count * partCount / total;
        }
        count = total;
    }

    private FittedScaling.Channels channels(String input) {
        List<Double> deviations = new ArrayList<>();
        for (int c = 0; c < mean.length; c++) {
            double deviation = Math.sqrt(squares[c] / count);
            if (!Double.isFinite(mean[c]) || !Double.isFinite(deviation)) {
                throw new IllegalArgumentException("standardize: expected finite numbers in " + input
                        + " of the training data, received NaN or infinity in channel " + c + ".");
            }
            // A channel that is the same everywhere becomes 0 everywhere. The comparison is that of float32, in
            // which the division is done.
            deviations.add((float) deviation == 0 ? 1.0 : deviation);
        }
        return new FittedScaling.Channels(DoubleStream.of(mean).boxed().toList(), deviations);
    }
}
