package io.cornu.models.experiments;

import io.cornu.activations.Activation;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.diagnostics.GradientStatistics;
import io.cornu.experiments.Block;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.initializers.Initializer;
import io.cornu.initializers.Initializers;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.losses.Losses;
import io.cornu.model.Measurement;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.plots.HeatMap;
import io.cornu.plots.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * "Initialization strategies" of "Deep Neural Networks": how the deviation of a signal changes on its way forward through
 * 20 fresh layers of 100 units, and that of the gradient on its way back, by initializer and activation.
 */
record DeepInitializers() implements Experiment {
    static final int LAYERS = 20;
    private static final int UNITS = 100;
    private static final int EXAMPLES = 512;

    @Override
    public String name() {
        return "deep-initializers";
    }

    @Override
    public String sentence() {
        return "Glorot, He, LeCun and plain normal weights: what is left of signals and gradients after 20 layers.";
    }

    static Map<String, Initializer> initializers() {
        Map<String, Initializer> initializers = new LinkedHashMap<>();
        initializers.put("normal, deviation 1", Initializers.randomNormal().withStandardDeviation(1));
        initializers.put("normal, deviation 0.05", Initializers.randomNormal());
        initializers.put("Glorot uniform", Initializers.glorotUniform());
        initializers.put("Glorot normal", Initializers.glorotNormal());
        initializers.put("He normal", Initializers.heNormal());
        initializers.put("LeCun normal", Initializers.lecunNormal());
        return initializers;
    }

    @Override
    public Report run(Lab lab) {
        Report report = lab.report("Initializers through depth")
                .withSetting("layers", LAYERS)
                .withSetting("units of each", UNITS)
                .withSetting("input", EXAMPLES + " examples of standard normal numbers")
                .plus(Section.of("The weights themselves", variances()));
        Table table = Table.of(
                "depth",
                "Deviation of the signal, and norm of the gradient relative to the last layer's",
                "activation",
                "initializer",
                "signal, layer 1",
                "signal, last layer",
                "gradient, layer 1 / last");
        List<Block> pictures = new ArrayList<>();
        for (Map.Entry<String, Activation> activation :
                DeepActivations.functions().entrySet()) {
            LineChart chart = LineChart.of(activation.getKey(), "layer", "deviation of the signal")
                    .withLogarithmic(true);
            for (Map.Entry<String, Initializer> initializer : initializers().entrySet()) {
                lab.checkCancelled();
                Measurement measured = measure(lab, activation.getValue(), initializer.getValue());
                double[] signal = deviations(measured);
                double[] gradient = gradients(measured);
                chart = chart.plus(initializer.getKey(), signal);
                table = table.plus(
                        activation.getKey(),
                        initializer.getKey(),
                        signal[0],
                        signal[LAYERS - 1],
                        gradient[0] / gradient[LAYERS - 1]);
            }
            pictures.add(
                    Picture.of("signal-" + Blocks.file(activation.getKey()), "Signals on their way forward", chart));
        }
        return report.plus(Section.of("What is left", kept(table), map(table), table))
                .plus(new Section("Forward, layer by layer", pictures))
                .plus(Sections.differences(
                        "The text gives the formulas of Glorot's initialization and names the others without"
                                + " numbers; the figures of this experiment are not in it."));
    }

    /** Fresh weights of 300 inputs and 100 units against the formulas. */
    private static Table variances() {
        int in = 300;
        int out = 100;
        Table table = Table.of(
                "variances", "Variance of " + in + " x " + out + " fresh weights", "initializer", "drawn", "formula");
        double average = (in + out) / 2.0;
        Map<String, Double> formulas = Map.of(
                "normal, deviation 1", 1.0,
                "normal, deviation 0.05", 0.05 * 0.05,
                "Glorot uniform", 1 / average,
                "Glorot normal", 1 / average,
                "He normal", 2.0 / in,
                "LeCun normal", 1.0 / in);
        for (Map.Entry<String, Initializer> initializer : initializers().entrySet()) {
            float[] weights = initializer.getValue().initialize(Shape.of(in, out), new Random(42));
            table = table.plus(
                    initializer.getKey(), variance(weights), formulas.getOrDefault(initializer.getKey(), Double.NaN));
        }
        return table;
    }

    static double variance(float[] numbers) {
        double mean = IntStream.range(0, numbers.length)
                .mapToDouble(i -> numbers[i])
                .average()
                .orElseThrow();
        return IntStream.range(0, numbers.length)
                .mapToDouble(i -> (numbers[i] - mean) * (numbers[i] - mean))
                .average()
                .orElseThrow();
    }

    /** Signals and gradients of a fresh network, whose last layer has one linear unit that is to be 0. */
    static Measurement measure(Lab lab, Activation activation, Initializer initializer) {
        List<Layer> layers = new ArrayList<>(List.of(Input.of(UNITS)));
        for (int i = 0; i < LAYERS; i++) {
            layers.add(Dense.of(UNITS).withActivation(activation).withKernelInitializer(initializer));
        }
        layers.add(Dense.of(1));
        Random random = new Random(42);
        float[] numbers = new float[EXAMPLES * UNITS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        Dataset noise = Dataset.of(Array.of(numbers, EXAMPLES, UNITS), Array.of(new float[EXAMPLES], EXAMPLES, 1));
        try (Model model = Sequential.of(layers).build(lab.cell("initializers").options())) {
            return GradientStatistics.measure(model.compile(SGD.of(0.01), Losses.meanSquaredError()), noise)
                    .measurement();
        }
    }

    static double[] deviations(Measurement measured) {
        return measured.outputs().stream()
                .filter(output -> output.layer().startsWith("dense"))
                .limit(LAYERS)
                .mapToDouble(Measurement.OfOutput::standardDeviation)
                .toArray();
    }

    private static double[] gradients(Measurement measured) {
        return measured.weights().stream()
                .filter(weight -> weight.path().endsWith("kernel"))
                .limit(LAYERS)
                .mapToDouble(Measurement.OfWeight::gradientNorm)
                .toArray();
    }

    /** For each activation, which initializer changes the signal and the gradient least. */
    private static Block kept(Table table) {
        List<String> sentences = new ArrayList<>();
        for (String activation : DeepActivations.functions().keySet()) {
            List<List<Object>> rows = table.rows().stream()
                    .filter(row -> row.get(0).equals(activation))
                    .toList();
            double least =
                    rows.stream().mapToDouble(DeepInitializers::change).min().orElseThrow();
            sentences.add(activation + " with "
                    + rows.stream()
                            .filter(row -> change(row) == least)
                            .map(row -> (String) row.get(1))
                            .collect(Collectors.joining(" and ")));
        }
        return Blocks.verdict(
                "Over %d layers, signal and gradient together change least for %s. All layers have as many inputs as"
                        + " units, so Glorot's and LeCun's variances are the same.",
                LAYERS, String.join("; ", sentences));
    }

    private static double change(List<Object> row) {
        double signal = (Double) row.get(3) / (Double) row.get(2);
        double gradient = (Double) row.get(4);
        double change = Math.abs(Math.log(signal)) + Math.abs(Math.log(gradient));
        return Double.isFinite(change) ? change : Double.POSITIVE_INFINITY;
    }

    private static Picture map(Table table) {
        List<String> rows = List.copyOf(initializers().keySet());
        List<String> columns = List.copyOf(DeepActivations.functions().keySet());
        double[][] values = new double[rows.size()][columns.size()];
        table.rows()
                .forEach(row -> values[rows.indexOf(row.get(1))][columns.indexOf(row.get(0))] =
                        (Double) row.get(3) / (Double) row.get(2));
        return Picture.of(
                "depth-map",
                "The signal's deviation in the last layer, as a multiple of that in the first",
                HeatMap.of("Signal, last layer / first", "activation", "initializer", columns, rows, values)
                        .withLogarithmic(true));
    }
}
