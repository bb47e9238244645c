package io.cornu.tests.tuning;

import io.cornu.tuning.Trial;
import java.util.stream.IntStream;

/** Functions whose least value is known; {@code tuning_benchmark.py} has the same. */
enum TestFunction {
    SPHERE("sphere of 5 dimensions, least value 0") {
        @Override
        double evaluate(Trial trial) {
            return IntStream.range(0, 5)
                    .mapToDouble(i -> trial.floating("x" + i, -5, 10) - 1)
                    .map(x -> x * x)
                    .sum();
        }
    },
    ROSENBROCK("Rosenbrock of 3 dimensions, least value 0") {
        @Override
        double evaluate(Trial trial) {
            double[] x = IntStream.range(0, 3)
                    .mapToDouble(i -> trial.floating("x" + i, -2, 3))
                    .toArray();
            return IntStream.range(0, 2)
                    .mapToDouble(i -> 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2))
                    .sum();
        }
    },
    BRANIN("Branin, least value 0.397887") {
        @Override
        double evaluate(Trial trial) {
            double x = trial.floating("x", -5, 10);
            double y = trial.floating("y", 0, 15);
            double bend = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
            return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
        }
    },
    ACKLEY("Ackley of 4 dimensions, least value 0") {
        @Override
        double evaluate(Trial trial) {
            double[] x = IntStream.range(0, 4)
                    .mapToDouble(i -> trial.floating("x" + i, -10, 20))
                    .toArray();
            double root = Math.sqrt(
                    IntStream.range(0, 4).mapToDouble(i -> x[i] * x[i]).sum() / 4);
            double waves = IntStream.range(0, 4)
                    .mapToDouble(i -> Math.cos(2 * Math.PI * x[i]))
                    .sum();
            return -20 * Math.exp(-.2 * root) - Math.exp(waves / 4) + 20 + Math.E;
        }
    },
    HARTMANN6("Hartmann of 6 dimensions, least value -3.32237") {
        @Override
        double evaluate(Trial trial) {
            double[] x = IntStream.range(0, 6)
                    .mapToDouble(i -> trial.floating("x" + i, 0, 1))
                    .toArray();
            return -IntStream.range(0, 4)
                    .mapToDouble(i -> ALPHA[i]
                            * Math.exp(-IntStream.range(0, 6)
                                    .mapToDouble(j -> A[i][j] * Math.pow(x[j] - P[i][j], 2))
                                    .sum()))
                    .sum();
        }
    },
    MIXED("a network's settings: choice, logarithmic, whole, grid and one that is there sometimes, least value 0") {
        @Override
        double evaluate(Trial trial) {
            String optimizer = trial.choice("optimizer", "sgd", "adam", "rmsprop");
            double rate = Math.log10(trial.logFloat("rate", 1e-6, 1));
            double units = trial.logInteger("units", 4, 512);
            int layers = trial.integer("layers", 1, 8);
            double dropout = trial.floating("dropout", 0, .8, .1);
            double best =
                    switch (optimizer) {
                        case "sgd" -> -1.5;
                        case "adam" -> -3;
                        default -> -3.5;
                    };
            double value = Math.pow(rate - best, 2)
                    + Math.pow(Math.log(units) / Math.log(2) - 7, 2) / 10
                    + Math.pow(layers - 3, 2) / 20
                    + Math.pow(dropout - .3, 2);
            if (optimizer.equals("sgd")) {
                value += .3 * Math.abs(trial.floating("momentum", 0, 1) - .9);
            }
            return switch (optimizer) {
                case "sgd" -> value;
                case "adam" -> value + .1;
                default -> value + .2;
            };
        }
    };

    private static final double[] ALPHA = {1, 1.2, 3, 3.2};
    private static final double[][] A = {
        {10, 3, 17, 3.5, 1.7, 8}, {.05, 10, 17, .1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, .05, 10, .1, 14}
    };
    private static final double[][] P = {
        {.1312, .1696, .5569, .0124, .8283, .5886},
        {.2329, .4135, .8307, .3736, .1004, .9991},
        {.2348, .1451, .3522, .2883, .3047, .6650},
        {.4047, .8828, .8732, .5743, .1091, .0381}
    };

    private final String description;

    TestFunction(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    abstract double evaluate(Trial trial);
}
