package io.cornu.uncertainty;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What of a prediction is taken for its uncertainty, one number an example: the mean where an example has several
 * distributions, such as one a pixel.
 */
public enum UncertaintyMeasure {
    /** The entropy of the mean prediction, in nats: unsure from whatever reason. */
    ENTROPY {
        @Override
        Array values(UncertainPrediction prediction) {
            return prediction.predictiveEntropy();
        }
    },
    /** The mutual information, in nats: how much the passes disagree. */
    MUTUAL_INFORMATION {
        @Override
        Array values(UncertainPrediction prediction) {
            return prediction.mutualInformation();
        }
    },
    /** The variance over the passes; the only one for outputs that are no probabilities. */
    VARIANCE {
        @Override
        Array values(UncertainPrediction prediction) {
            double[] deviations = prediction.standardDeviation().toDoubles();
            for (int i = 0; i < deviations.length; i++) {
                deviations[i] *= deviations[i];
            }
            return Array.of(deviations, prediction.standardDeviation().shape().asArray());
        }
    };

    /**
     * The uncertainty of each example.
     *
     * @param prediction the prediction
     * @return one number an example
     * @throws IllegalStateException if the output is no probability distribution, for all but {@link #VARIANCE}
     */
    public double[] of(UncertainPrediction prediction) {
        Array values = values(prediction);
        int examples = (int) values.shape().get(0);
        double[] all = values.toDoubles();
        int each = all.length / examples;
        double[] means = new double[examples];
        for (int i = 0; i < all.length; i++) {
            means[i / each] += all[i] / each;
        }
        return means;
    }

    /**
     * Examples from the most to the least uncertain.
     *
     * @param uncertainties one an example
     * @return their numbers; of equally uncertain ones the first first
     * @throws IllegalArgumentException if one is not a number
     */
    public static int[] ranking(double[] uncertainties) {
        Arguments.require(
                Arrays.stream(uncertainties).noneMatch(Double::isNaN),
                "UncertaintyMeasure",
                "uncertainties must be numbers",
                "NaN");
        return IntStream.range(0, uncertainties.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -uncertainties[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    abstract Array values(UncertainPrediction prediction);
}
