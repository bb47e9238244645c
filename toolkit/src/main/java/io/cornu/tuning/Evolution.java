package io.cornu.tuning;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * CMA-ES in the unit cube; the equations are those of Hansen's tutorial (2016), whose numbers the comments give.
 *
 * <p>Not a value: {@link #tell} moves it.
 */
final class Evolution {
    private static final double TINY = 1e-8;
    private static final double LARGEST_DEVIATION = 1e32;
    private static final double LARGEST_CONDITION = 1e14;

    private final int dimensions;
    private final Rates rates;
    private final double firstDeviation;
    private int generation;
    private double deviation;
    private RealVector mean;
    private RealVector pathOfDeviation;
    private RealVector path;
    private RealMatrix covariance;
    private EigenDecompositionSymmetric eigen;
    private double spread = Double.POSITIVE_INFINITY;

    private Evolution(double[] mean, double deviation, int population, int generation) {
        dimensions = mean.length;
        rates = Rates.of(dimensions, population);
        this.mean = new ArrayRealVector(mean);
        this.deviation = deviation;
        firstDeviation = deviation;
        this.generation = generation;
        pathOfDeviation = new ArrayRealVector(dimensions);
        path = new ArrayRealVector(dimensions);
        covariance = MatrixUtils.createRealIdentityMatrix(dimensions);
        eigen = new EigenDecompositionSymmetric(covariance);
    }

    static Evolution of(double[] mean, double deviation, int population, int generation) {
        return new Evolution(mean, deviation, population, generation);
    }

    /** Equation 48. */
    static int populationFor(int dimensions) {
        return 4 + (int) Math.floor(3 * Math.log(dimensions));
    }

    int population() {
        return rates.weights().length;
    }

    int generation() {
        return generation;
    }

    /** A point of the cube; after ten tries for each dimension one that is moved onto its border. */
    double[] ask(RandomGenerator random) {
        double[] point = draw(random);
        for (int again = 0; again < 10 * dimensions && !inCube(point); again++) {
            point = draw(random);
        }
        return Arrays.stream(point).map(place -> Math.min(Math.max(place, 0), 1)).toArray();
    }

    private double[] draw(RandomGenerator random) {
        double[] scaled = new double[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            scaled[axis] = random.nextGaussian() * root(axis);
        }
        RealVector step = eigen.getV().operate(new ArrayRealVector(scaled));
        return mean.add(step.mapMultiply(deviation)).toArray();
    }

    private static boolean inCube(double[] point) {
        return IntStream.range(0, point.length).allMatch(axis -> point[axis] >= 0 && point[axis] <= 1);
    }

    private double root(int axis) {
        double value = eigen.getEigenvalue(axis);
        return Math.sqrt(value < 0 ? TINY : value);
    }

    void tell(List<double[]> points, double[] losses) {
        generation++;
        List<RealVector> steps = IntStream.range(0, losses.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> losses[i]))
                .map(i -> new ArrayRealVector(points.get(i))
                        .subtract(mean)
                        .mapMultiply(1 / deviation))
                .toList();
        spread = Arrays.stream(losses).max().orElse(0)
                - Arrays.stream(losses).min().orElse(0);
        RealMatrix whitening = inverseRoot();
        RealVector shift = new ArrayRealVector(dimensions);
        for (int i = 0; i < population() / 2; i++) {
            shift = shift.add(steps.get(i).mapMultiply(rates.weights()[i]));
        }
        mean = mean.add(shift.mapMultiply(deviation));
        pathOfDeviation = pathOfDeviation
                .mapMultiply(1 - rates.sigma())
                .add(whitening
                        .operate(shift)
                        .mapMultiply(Math.sqrt(rates.sigma() * (2 - rates.sigma()) * rates.effective())));
        double length = pathOfDeviation.getNorm();
        double expected = Math.sqrt(dimensions)
                * (1 - 1 / (4.0 * dimensions) + 1 / (21.0 * dimensions * dimensions));
        deviation = Math.min(
                deviation * Math.exp(rates.sigma() / rates.damping() * (length / expected - 1)), LARGEST_DEVIATION);
        boolean moving = length / Math.sqrt(1 - Math.pow(1 - rates.sigma(), 2.0 * (generation + 1)))
                < (1.4 + 2.0 / (dimensions + 1)) * expected;
        path = path.mapMultiply(1 - rates.cumulation());
        if (moving) {
            path = path.add(
                    shift.mapMultiply(Math.sqrt(rates.cumulation() * (2 - rates.cumulation()) * rates.effective())));
        }
        adapt(steps, whitening, moving);
    }

    /** Equations 46 and 47. */
    private void adapt(List<RealVector> steps, RealMatrix whitening, boolean moving) {
        double stalled = moving ? 0 : rates.cumulation() * (2 - rates.cumulation());
        double sum = Arrays.stream(rates.weights()).sum();
        RealMatrix next = covariance
                .scalarMultiply(1 + rates.rankOne() * stalled - rates.rankOne() - rates.rankMu() * sum)
                .add(path.outerProduct(path).scalarMultiply(rates.rankOne()));
        for (int i = 0; i < steps.size(); i++) {
            RealVector step = steps.get(i);
            double weight = rates.weights()[i];
            if (weight < 0) {
                double norm = whitening.operate(step).getNorm();
                weight *= dimensions / (norm * norm + TINY);
            }
            next = next.add(step.outerProduct(step).scalarMultiply(rates.rankMu() * weight));
        }
        covariance = next.add(next.transpose()).scalarMultiply(.5);
        eigen = new EigenDecompositionSymmetric(covariance);
    }

    private RealMatrix inverseRoot() {
        double[][] diagonal = new double[dimensions][dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            diagonal[axis][axis] = 1 / root(axis);
        }
        return eigen.getV().multiply(new Array2DRowRealMatrix(diagonal)).multiply(eigen.getVT());
    }

    /** Whether the values of a generation, or its points, no longer differ. */
    boolean isSearchedOut() {
        double largest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int axis = 0; axis < dimensions; axis++) {
            largest = Math.max(largest, root(axis));
            least = Math.min(least, root(axis));
        }
        return spread < 1e-12 || deviation * largest < 1e-12 * firstDeviation || largest / least > LARGEST_CONDITION;
    }

    /** The standard deviation, the mean, and the covariances row by row. */
    double[] state() {
        return DoubleStream.concat(
                        DoubleStream.concat(DoubleStream.of(deviation), Arrays.stream(mean.toArray())),
                        Arrays.stream(covariance.getData()).flatMapToDouble(Arrays::stream))
                .toArray();
    }

    /** The learning rates for a number of dimensions and a population (equations 49 to 56). */
    private record Rates(
            double[] weights,
            double effective,
            double rankOne,
            double rankMu,
            double sigma,
            double damping,
            double cumulation) {
        static Rates of(int dimensions, int population) {
            int half = population / 2;
            double[] raw = IntStream.range(0, population)
                    .mapToDouble(i -> Math.log((population + 1) / 2.0) - Math.log(i + 1))
                    .toArray();
            double effective = effective(raw, 0, half);
            double ofTheWorse = effective(raw, half, population);
            double n = dimensions;
            double rankOne = 2 / ((n + 1.3) * (n + 1.3) + effective);
            double rankMu = Math.min(
                    1 - rankOne - TINY, 2 * (effective - 2 + 1 / effective) / ((n + 2) * (n + 2) + effective));
            double least = Math.min(
                    1 + rankOne / rankMu,
                    Math.min(1 + 2 * ofTheWorse / (effective + 2), (1 - rankOne - rankMu) / (n * rankMu)));
            double positive = Arrays.stream(raw).filter(w -> w > 0).sum();
            double negative = -Arrays.stream(raw).filter(w -> w < 0).sum();
            double[] weights = Arrays.stream(raw)
                    .map(w -> w >= 0 ? w / positive : least * w / negative)
                    .toArray();
            double sigma = (effective + 2) / (n + effective + 5);
            double damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (n + 1)) - 1) + sigma;
            double cumulation = (4 + effective / n) / (n + 4 + 2 * effective / n);
            return new Rates(weights, effective, rankOne, rankMu, sigma, damping, cumulation);
        }

        private static double effective(double[] weights, int from, int to) {
            double sum = 0;
            double squares = 0;
            for (int i = from; i < to; i++) {
                sum += weights[i];
                squares += weights[i] * weights[i];
            }
            return sum * sum / squares;
        }
    }
}
