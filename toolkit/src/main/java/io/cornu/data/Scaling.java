package io.cornu.data;

import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * How the numbers of inputs are brought to a size that trains well. What is to be learned from data is learned
 * from the training examples alone, by {@link #fit}, and then applied to all others.
 *
 * <pre>{@code
 * FittedScaling scaling = Scaling.standardize().fit(train);
 * Dataset scaledTrain = scaling.apply(train);
 * Dataset scaledTest = scaling.apply(test);
 * }</pre>
 */
public sealed interface Scaling {
    /** Leaves inputs as they are, in their own type. */
    record None() implements Scaling {
        @Override
        public FittedScaling fit(Dataset train) {
            return new FittedScaling(List.of());
        }

        @Override
        public String name() {
            return "none";
        }
    }

    /** {@code x / 255}: brings the bytes of images to [0, 1], whatever the data. */
    record Unit() implements Scaling {
        private static final double LARGEST_BYTE = 255;

        @Override
        public FittedScaling fit(Dataset train) {
            int inputs = Examples.read(train, 0, 0).inputs().size();
            List<FittedScaling.Channels> scales = new ArrayList<>();
            for (int i = 0; i < inputs; i++) {
                scales.add(new FittedScaling.Channels(List.of(0.0), List.of(LARGEST_BYTE)));
            }
            return new FittedScaling(scales);
        }

        @Override
        public String name() {
            return "unit";
        }
    }

    /**
     * {@code (x - mean) / std} with the mean and the population deviation of each channel, which is the last axis:
     * the colors of images, the columns of tables.
     */
    record Standardize() implements Scaling {
        @Override
        public FittedScaling fit(Dataset train) {
            return ChannelStatistics.of(train);
        }

        @Override
        public String name() {
            return "standardize";
        }
    }

    /**
     * No scaling.
     *
     * @return the value
     */
    static Scaling none() {
        return new None();
    }

    /**
     * Division by 255.
     *
     * @return the value
     */
    static Scaling unit() {
        return new Unit();
    }

    /**
     * Mean 0 and deviation 1 for each channel.
     *
     * @return the value
     */
    static Scaling standardize() {
        return new Standardize();
    }

    /**
     * The scaling of that name.
     *
     * @param name {@code none}, {@code unit} or {@code standardize}
     * @return the value
     * @throws IllegalArgumentException if there is no such scaling
     */
    static Scaling of(String name) {
        List<Scaling> known = List.of(none(), unit(), standardize());
        for (Scaling scaling : known) {
            if (scaling.name().equals(name)) {
                return scaling;
            }
        }
        throw new IllegalArgumentException("scaling: expected a known name, received '" + name + "'. "
                + Names.suggestion(name, known.stream().map(Scaling::name).toList()));
    }

    /**
     * Learns what there is to learn.
     *
     * @param train the training examples, and no others
     * @return what to apply to all examples
     * @throws IllegalArgumentException if statistics are wanted and there are no examples, or numbers that are not
     *     finite
     */
    FittedScaling fit(Dataset train);

    /**
     * The name for settings and records.
     *
     * @return in lower case
     */
    String name();
}
