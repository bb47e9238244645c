package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;

import io.cornu.layers.Add;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Padding;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Size2D;
import io.cornu.model.Architecture;
import io.cornu.model.Functional;
import java.util.ArrayList;
import java.util.List;

/**
 * Images and a residual network: outputs in both modes, gradients and statistics are those of Keras, which reads the
 * model from the file that we write. A layer with weights stands before the one in question, so that its gradient
 * shows whether the other passes gradients on rightly.
 */
class LayerParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        convolutions(cases);
        images(cases);
        cases.add(LayerCase.of("residual with concatenation", residual()));
        return cases;
    }

    private static void convolutions(List<LayerCase> cases) {
        for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
            Conv2D plain = Conv2D.of(6, 3).withPadding(padding);
            String name = "Conv2D " + padding.kerasName();
            cases.add(image(name, plain));
            cases.add(image(name + " stride 2", plain.withStrides(2)));
            cases.add(image(name + " dilation 2", plain.withDilationRate(2)));
            cases.add(image(name + " groups 2", plain.withGroups(2)));
            cases.add(image(
                    name + " groups 2 dilation (1, 2)", plain.withGroups(2).withDilationRate(Size2D.of(1, 2))));
            cases.add(image(
                    name + " 2x3 stride (1, 2) no bias",
                    Conv2D.of(3, Size2D.of(2, 3))
                            .withPadding(padding)
                            .withStrides(Size2D.of(1, 2))
                            .withUseBias(false)));
            cases.add(image("MaxPooling2D " + padding, MaxPooling2D.of(2).withPadding(padding)));
            cases.add(image(
                    "MaxPooling2D 3x2 stride 2 " + padding,
                    MaxPooling2D.of(Size2D.of(3, 2)).withStrides(2).withPadding(padding)));
            cases.add(
                    image("AveragePooling2D " + padding, AveragePooling2D.of(2).withPadding(padding)));
            cases.add(image(
                    "AveragePooling2D 3 stride 1 " + padding,
                    AveragePooling2D.of(3).withStrides(1).withPadding(padding)));
        }
    }

    private static void images(List<LayerCase> cases) {
        cases.add(image("GlobalAveragePooling2D", GlobalAveragePooling2D.of()));
        cases.add(
                image("GlobalAveragePooling2D kept", GlobalAveragePooling2D.of().withKeepDimensions(true)));
        cases.add(image("Rescaling", Rescaling.of(.5).withOffset(-1)));
    }

    private static Architecture residual() {
        Functional.Builder net = Functional.builder();
        Functional.Node image = net.input(Input.of(8, 8, 3));
        Functional.Node x = net.add(Conv2D.of(4, 3).withPadding(SAME).withActivation(relu()), image);
        Functional.Shared shared = net.share(Conv2D.of(4, 3).withPadding(SAME).named("shared"));
        Functional.Node y = net.call(shared, net.call(shared, x));
        Functional.Node sum = net.add(Add.of(), x, y);
        Functional.Node both = net.add(Concatenate.of(), sum, x);
        return net.build(image, net.add(Dense.of(3), net.add(GlobalAveragePooling2D.of(), both)));
    }
}
