package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/** Arrays for the parity of single functions, and how close others are to them. */
final class Numbers {
    private Numbers() {}

    static Array normal(RandomGenerator random, double deviation, DataType type, Shape shape) {
        double[] values = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = deviation * random.nextGaussian();
        }
        return Array.of(values, shape.asArray()).cast(type);
    }

    /** Number by number, relative to the size of each, or to 1; what is infinite or not a number is so on both sides. */
    static void requireClose(String what, Array ours, Array theirs) {
        requireClose(what, ours, theirs, ours.dataType() == DataType.FLOAT64 ? 1e-12 : 1e-5);
    }

    static void requireClose(String what, Array ours, Array theirs, double tolerance) {
        assertThat(ours.shape()).as(what).isEqualTo(theirs.shape());
        assertThat(ours.dataType()).as(what).isEqualTo(theirs.dataType());
        for (int i = 0; i < ours.size(); i++) {
            double expected = theirs.at(i);
            if (Double.isFinite(expected)) {
                double difference = Math.abs(ours.at(i) - expected) / Math.max(1, Math.abs(expected));
                assertThat(difference)
                        .as("%s: %s at %d, expected %s", what, ours.at(i), i, expected)
                        .isLessThanOrEqualTo(tolerance);
            } else {
                assertThat(ours.at(i)).as(what + " at " + i).isEqualTo(expected);
            }
        }
    }
}
