package io.cornu.tuning;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The components of a mixture along one parameter. */
sealed interface Kernels {
    /** The logarithm of a component's density at a value; of its probability where values are discrete. */
    double logDensity(int component, double value);

    /** A value drawn from a component. */
    double draw(int component, RandomGenerator random);

    /** Normal distributions between the bounds of a range, on its scale and its grid. */
    record Normals(Distribution range, double[] means, double[] deviations, double[] logMasses) implements Kernels {
        static Normals of(Distribution range, double[] means, double[] deviations) {
            double low = Distributions.scaleLow(range);
            double high = Distributions.scaleHigh(range);
            double[] logMasses = new double[means.length];
            for (int i = 0; i < means.length; i++) {
                logMasses[i] = TruncatedNormal.logMass(
                        (low - means[i]) / deviations[i], (high - means[i]) / deviations[i]);
            }
            return new Normals(range, means, deviations, logMasses);
        }

        @Override
        public double logDensity(int component, double value) {
            double mean = means[component];
            double deviation = deviations[component];
            double half = Distributions.step(range) / 2;
            if (half == 0) {
                double place = (Distributions.scaled(range, value) - mean) / deviation;
                return TruncatedNormal.logDensity(place) - logMasses[component] - Math.log(deviation);
            }
            double low = Distributions.scaled(range, value - half);
            double high = Distributions.scaled(range, value + half);
            return TruncatedNormal.logMass((low - mean) / deviation, (high - mean) / deviation)
                    - logMasses[component];
        }

        @Override
        public double draw(int component, RandomGenerator random) {
            double mean = means[component];
            double deviation = deviations[component];
            double low = (Distributions.scaleLow(range) - mean) / deviation;
            double high = (Distributions.scaleHigh(range) - mean) / deviation;
            double point = TruncatedNormal.quantile(random.nextDouble(), low, high);
            return Distributions.unscaled(range, mean + deviation * point);
        }
    }

    /** A probability for each choice, one row a component. */
    record Shares(double[][] shares) implements Kernels {
        /** One component for each observed choice and one for all alike. */
        static Shares of(int choices, double[] observed, double priorWeight) {
            double[][] shares = new double[observed.length + 1][choices];
            for (int i = 0; i < shares.length; i++) {
                double prior = observed.length == 0 ? 1 : priorWeight / shares.length;
                Arrays.fill(shares[i], prior);
                if (i < observed.length) {
                    shares[i][(int) observed[i]] += 1;
                }
                double sum = prior * choices + (i < observed.length ? 1 : 0);
                for (int choice = 0; choice < choices && sum > 0; choice++) {
                    shares[i][choice] /= sum;
                }
            }
            return new Shares(shares);
        }

        @Override
        public double logDensity(int component, double value) {
            return Math.log(shares[component][(int) value]);
        }

        @Override
        public double draw(int component, RandomGenerator random) {
            return Mixture.pick(shares[component], random);
        }
    }
}
