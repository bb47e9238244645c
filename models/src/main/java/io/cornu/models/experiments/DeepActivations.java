package io.cornu.models.experiments;

import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.experiments.Block;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Text;
import io.cornu.layers.Input;
import io.cornu.model.BuildOptions;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.plots.LineChart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The activation functions of "Deep Neural Networks", drawn with their derivatives, as networks compute them. */
record DeepActivations() implements Experiment {
    /** The text's {@code np.linspace(-5, 5, 200)}. */
    private static final int POINTS = 200;

    private static final double END = 5;
    private static final double LEAK = 0.05;

    /** Small for the difference quotient's error, large for rounding: about the cube root of double's precision. */
    private static final double STEP = 1e-5;

    /** Klambauer et al. 2017, "Self-Normalizing Neural Networks"; the text's formula has the same, its code not. */
    private static final double SELU_SCALE = 1.0507;

    private static final double SELU_SCALE_OF_THE_CODE = 1.00507;
    private static final double SELU_ALPHA = 1.67326;

    @Override
    public String name() {
        return "deep-activations";
    }

    @Override
    public String sentence() {
        return "Sigmoid, tanh, ReLU, leaky ReLU, ELU and SELU with their derivatives, which training multiplies.";
    }

    /** The text's functions, and tanh, which it names. */
    static Map<String, Activation> functions() {
        Map<String, Activation> functions = new LinkedHashMap<>();
        functions.put("sigmoid", Activations.sigmoid());
        functions.put("tanh", Activations.tanh());
        functions.put("ReLU", Activations.relu());
        functions.put("leaky ReLU (" + LEAK + ")", Activations.leakyRelu(LEAK));
        functions.put("ELU", Activations.elu());
        functions.put("SELU", Activations.selu());
        return functions;
    }

    @Override
    public Report run(Lab lab) {
        double[] x = places();
        Table table = Table.of(
                "activations",
                "From " + -END + " to " + END,
                "function",
                "lowest",
                "highest",
                "largest derivative",
                "after " + DeepVanishingGradients.HIDDEN + " layers");
        List<Block> drawn = new ArrayList<>();
        for (Map.Entry<String, Activation> function : functions().entrySet()) {
            Curve curve = curve(lab, function.getValue(), x);
            double steepest = Arrays.stream(curve.derivative()).max().orElseThrow();
            table = table.plus(
                    function.getKey(),
                    Arrays.stream(curve.value()).min().orElseThrow(),
                    Arrays.stream(curve.value()).max().orElseThrow(),
                    steepest,
                    Math.pow(steepest, DeepVanishingGradients.HIDDEN));
            drawn.add(picture(function.getKey(), x, curve));
        }
        return lab.report("Activation functions")
                .withSetting("points", POINTS)
                .withSetting("from, to", -END + ", " + END)
                .plus(new Section("The functions and their derivatives", drawn))
                .plus(Section.of(
                        "How much of a gradient passes at best",
                        Text.of("A gradient is multiplied with the derivative once a layer, besides the weights. The"
                                + " last column is the largest derivative to the power of "
                                + DeepVanishingGradients.HIDDEN
                                + ", as many as the text's network has hidden layers: one of"
                                + " 300 and ten of 100 units, where its words have 10."),
                        table))
                .plus(selusConstant(lab, x));
    }

    static double[] places() {
        double[] x = new double[POINTS];
        Arrays.setAll(x, i -> -END + 2 * END * i / (POINTS - 1));
        return x;
    }

    /** Values and derivatives, by a network of this one layer in double precision. */
    record Curve(double[] value, double[] derivative) {}

    static Curve curve(Lab lab, Activation activation, double[] x) {
        BuildOptions options = lab.cell("activation").options().withDataType(DataType.FLOAT64);
        try (Model model = Sequential.of(Input.of(1), io.cornu.layers.Activation.of(activation))
                .build(options)) {
            double[] below =
                    values(model, Arrays.stream(x).map(place -> place - STEP).toArray());
            double[] above =
                    values(model, Arrays.stream(x).map(place -> place + STEP).toArray());
            double[] derivative = new double[x.length];
            Arrays.setAll(derivative, i -> (above[i] - below[i]) / (2 * STEP));
            return new Curve(values(model, x), derivative);
        }
    }

    private static double[] values(Model model, double[] x) {
        return model.predict(Dataset.ofInputs(Array.of(x, x.length, 1)), x.length)
                .get(0)
                .toDoubles();
    }

    private static Picture picture(String name, double[] x, Curve curve) {
        return Picture.of(
                Blocks.file(name) + "-function",
                name + " and its derivative",
                LineChart.of(name, "x", "")
                        .plus(Blocks.curve("function", x, curve.value()))
                        .plus(Blocks.curve("derivative", x, curve.derivative())));
    }

    private static Section selusConstant(Lab lab, double[] x) {
        double[] value = curve(lab, Activations.selu(), x).value();
        double[] wrong = Arrays.stream(x)
                .map(place -> SELU_SCALE_OF_THE_CODE * (place < 0 ? SELU_ALPHA * Math.expm1(place) : place))
                .toArray();
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(value[i] - wrong[i]));
        }
        return Section.of(
                "What differs from the text",
                Blocks.text(
                        "The text's code has SELU's scale as %s, a slip of the pen for %s, which its own formula has."
                                + " The curve here is right; the text's differs from it by up to %.4g from %s to %s,"
                                + " and would not keep signals at deviation 1.",
                        SELU_SCALE_OF_THE_CODE, SELU_SCALE, largest, -END, END),
                Picture.of(
                        "selu-constants",
                        "SELU, and what the text's code draws",
                        LineChart.of("SELU", "x", "")
                                .plus(Blocks.curve("SELU", x, value))
                                .plus(Blocks.curve("the text's code", x, wrong))),
                Text.of("The derivatives are central differences in double precision, where the text takes forward"
                        + " differences, and draws only the sigmoid's."));
    }
}
